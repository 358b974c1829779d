/** Requests that could not be read, or not all of them: kept for people, who have them read again or leave it at that. */
import { and, asc, desc, eq, sql } from 'drizzle-orm';
import type { Files } from '../attachments/files.ts';
import { accessOpenChannel } from '../channels/access.ts';
import { adapterOf } from '../channels/channels.ts';
import { openSettings, type Vault } from '../channels/settings.ts';
import { channels, ingress } from '../database/schema/channels.ts';
import type { Asked, Placed } from '../deliveries/dead-letters.ts';
import { beforePlace, placeOf } from '../events/place.ts';
import { type Scope, type Store, savepoint } from '../events/scope.ts';
import { clean } from '../events/text.ts';
import { Refusal } from '../wire/problems.ts';
import { readEvents } from './accept.ts';
import { keepFiles } from './files.ts';
import { readRaw } from './raw.ts';
import { receiveAll } from './receive-all.ts';

export async function listQuarantined(scope: Scope, asked: Asked): Promise<Placed[]> {
  const { channelId, before, most } = asked;
  const rows = await scope.tx
    .select({
      id: ingress.id,
      reason: ingress.reason,
      at: ingress.receivedAt,
      place: placeOf(ingress.receivedAt, ingress.id),
      channel: { id: channels.id, adapter: channels.adapter, name: channels.name },
    })
    .from(ingress)
    .innerJoin(
      channels,
      and(eq(channels.workspaceId, scope.workspaceId), eq(channels.id, ingress.channelId)),
    )
    .where(
      and(
        quarantined(scope),
        channelId ? eq(ingress.channelId, channelId) : undefined,
        beforePlace(ingress.receivedAt, ingress.id, before),
      ),
    )
    .orderBy(desc(ingress.receivedAt), desc(ingress.id))
    .limit(most);
  return rows.map(({ place, reason, at, channel, ...row }) => ({
    place,
    letter: {
      ...row,
      kind: 'ingress',
      state: 'quarantined',
      reason: reason ?? '',
      at: at.toISOString(),
      channel: { ...channel, mark: scope.catalogue.get(channel.adapter)?.mark ?? '??' },
      ...{ conversation: null, contact: null, text: null },
    },
  }));
}

/** Spelled out, so that the index of those alone is found. */
const quarantined = (scope: Scope) =>
  and(eq(ingress.workspaceId, scope.workspaceId), sql`${ingress.state} = 'quarantined'`);

export type Rereading = { store: Store; vault: Vault; files: Files };

/**
 * Reads a request once more, from the bytes that were kept: what has been received of it stays as it is, since the same
 * event is never received twice.
 * @returns why it still cannot be read; null when it could
 * @throws Refusal not_found when it is not among the quarantined, or its channel was removed
 */
export async function readAgain(
  { store, vault, files }: Rereading,
  workspaceId: string,
  id: string,
): Promise<string | null> {
  const { request, channel, adapter, settings } = await store.in(workspaceId, async (scope) => {
    const raw = await readRaw(scope, id);
    const channel = await accessOpenChannel(scope, raw.channelId);
    const adapter = adapterOf(scope, channel);
    return { ...raw, channel, adapter, settings: openSettings(vault, channel) };
  });
  const read = await readEvents(adapter, settings, request);
  const coming = await keepFiles(files, read.events);
  return store.in(workspaceId, async (scope) => {
    await lockQuarantined(scope, id);
    const place = { channel, ingressId: id };
    const { quarantined: problems } = await receiveAll(scope, place, coming, savepoint);
    const reason = [...problems, ...(read.problem ? [read.problem] : [])].map(clean).join('\n');
    const state = reason === '' ? 'done' : 'quarantined';
    await scope.tx
      .update(ingress)
      .set({ state, reason: reason || null })
      .where(and(eq(ingress.workspaceId, workspaceId), eq(ingress.id, id)));
    return reason || null;
  });
}

async function lockQuarantined(scope: Scope, id: string): Promise<void> {
  const [row] = await scope.tx
    .select({ id: ingress.id })
    .from(ingress)
    .where(and(quarantined(scope), eq(ingress.id, id)))
    .for('update');
  if (!row) throw new Refusal('not_found', 'There is nothing to be decided about it.');
}

/** The oldest first. */
export async function quarantinedOf(
  scope: Scope,
  channelId: string,
  most: number,
): Promise<string[]> {
  const rows = await scope.tx
    .select({ id: ingress.id })
    .from(ingress)
    .where(and(quarantined(scope), eq(ingress.channelId, channelId)))
    .orderBy(asc(ingress.receivedAt), asc(ingress.id))
    .limit(most);
  return rows.map(({ id }) => id);
}

/** Leaves it at that. False when it is not among the quarantined. */
export async function discardRequest(scope: Scope, id: string): Promise<boolean> {
  const discarded = await scope.tx
    .update(ingress)
    .set({ state: 'discarded' })
    .where(and(quarantined(scope), eq(ingress.id, id)))
    .returning({ id: ingress.id });
  return discarded.length > 0;
}
