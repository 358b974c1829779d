/** Requests as they arrived: kept with what became of them. */
import { and, eq } from 'drizzle-orm';
import type { AdapterRequest } from '../../adapters/adapter.ts';
import type { ChannelRow } from '../channels/access.ts';
import { adapterOf } from '../channels/channels.ts';
import { insertMany } from '../database/many.ts';
import { ingress } from '../database/schema/channels.ts';
import type { Scope } from '../events/scope.ts';
import { clean } from '../events/text.ts';
import { Refusal } from '../wire/problems.ts';
import type { Accepted } from './receive-all.ts';

/** Credentials and addresses in headers are not kept: the log of what came in must not let anyone in. */
const CONFIDENTIAL = ['authorization', 'cookie', 'x-forwarded-for', 'x-real-ip'];

export type Arrived = { channel: ChannelRow; id: string; request: AdapterRequest };

/** Keeps what came in, as if all of it was understood. */
export async function keepRaw(scope: Scope, arrived: readonly Arrived[]): Promise<void> {
  const rows = arrived.map((one) => rowOf(scope, one));
  for (const some of inPortions(rows)) await insertMany(scope, INGRESS, some).execute();
}

const INGRESS = {
  table: ingress,
  columns: ['id', 'channelId', 'method', 'url', 'headers', 'body', 'state'],
} as const;

/** In bytes. Bodies become text on their way, twice as long: large ones go one by one. */
const PORTION = 1024 * 1024;

function inPortions<Row extends { body: Uint8Array }>(rows: readonly Row[]): Row[][] {
  const portions: Row[][] = [];
  let room = 0;
  for (const row of rows) {
    room -= row.body.length;
    const portion = portions.at(-1);
    if (portion && room > 0) portion.push(row);
    else {
      portions.push([row]);
      room = PORTION - row.body.length;
    }
  }
  return portions;
}

function rowOf(scope: Scope, { channel, id, request }: Arrived) {
  const left = new Set([...CONFIDENTIAL, ...(adapterOf(scope, channel).secretHeaders ?? [])]);
  const headers = Object.entries(request.headers)
    .filter(([name]) => !left.has(name))
    .map(([name, value]) => [name, clean(value)]);
  return {
    id,
    channelId: channel.id,
    method: request.method,
    url: clean(request.url),
    headers: Object.fromEntries(headers),
    body: request.body,
    state: 'done' as const,
  };
}

/** Of a kept request: what of it was not understood, or is not shown. */
export async function markRaw(scope: Scope, id: string, accepted: Accepted): Promise<void> {
  const { quarantined, ignored } = accepted;
  if (quarantined.length + ignored.length === 0) return;
  await scope.tx
    .update(ingress)
    .set({
      state: quarantined.length > 0 ? 'quarantined' : 'done',
      reason: quarantined.map(clean).join('\n') || null,
      ignored: ignored.map(clean),
    })
    .where(and(eq(ingress.workspaceId, scope.workspaceId), eq(ingress.id, id)));
}

/** A kept request again, as the adapter saw it. @throws Refusal not_found when it is no longer kept */
export async function readRaw(
  scope: Scope,
  id: string,
): Promise<{ channelId: string; request: AdapterRequest }> {
  const [row] = await scope.tx
    .select()
    .from(ingress)
    .where(and(eq(ingress.workspaceId, scope.workspaceId), eq(ingress.id, id)));
  if (!row) throw new Refusal('not_found', 'The raw message is no longer kept.');
  const { channelId, method, url, headers, body } = row;
  return { channelId, request: { method, url, headers, body } };
}
