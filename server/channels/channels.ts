/** Connecting, changing and removing channels. */
import { randomUUID } from 'node:crypto';
import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import type { Adapter, Settings } from '../../adapters/adapter.ts';
import { channels } from '../database/schema/channels.ts';
import { directory } from '../database/schema/workspaces.ts';
import { tryAgain } from '../deliveries/circuits.ts';
import type { Scope, Store } from '../events/scope.ts';
import { clean, cleanName } from '../events/text.ts';
import type { ChannelChange, Continues } from '../wire/channels.ts';
import { Refusal } from '../wire/problems.ts';
import { accessOpenChannel, type ChannelRow, lockOpenChannel } from './access.ts';
import { dismissAddresses, enlistAddresses } from './addresses.ts';
import { checkArticles } from './check-articles.ts';
import { checkHours } from './check-hours.ts';
import { checkIntake } from './check-intake.ts';
import { checkNudges } from './check-nudges.ts';
import { isEmbeddable } from './introduce.ts';
import { dismissListener, enlistListener } from './listening.ts';
import { checkSettings, openSettings, type Vault } from './settings.ts';

export type ChannelInput = { adapter: string; name: string; settings?: Record<string, string> };

/** Connects a channel. `generated` are the secrets made for it, to be shown once. @throws Refusal invalid */
export async function connectChannel(
  scope: Scope,
  vault: Vault,
  input: ChannelInput,
): Promise<{ channel: ChannelRow; generated: Record<string, string> }> {
  const adapter = scope.catalogue.get(input.adapter);
  if (!adapter) throw new Refusal('invalid', `adapter: "${input.adapter}" is not installed.`);
  const checked = checkSettings(adapter, input.settings ?? {});
  // Random, not ordered by time: the id stands in the webhook's address and must not be guessable.
  const id = randomUUID();
  const place = { workspaceId: scope.workspaceId, channelId: id };
  const [channel] = await scope.tx
    .insert(channels)
    .values({
      workspaceId: scope.workspaceId,
      id,
      adapter: adapter.id,
      name: cleanName(input.name),
      settings: checked.open,
      secrets: vault.seal(checked.secret, place),
    })
    .returning();
  if (!channel) throw new Error('the channel was not stored');
  await scope.tx
    .insert(directory)
    .values({ kind: 'channel', key: id, workspaceId: scope.workspaceId });
  await enlist(scope, adapter, openSettings(vault, channel));
  scope.effects.push({ type: 'list-changed', what: 'channels' });
  return { channel, generated: shownOnce(adapter, checked.generated) };
}

/** What a new workspace begins with: the one kind of channel that needs nothing from outside, to be tried at once. */
export async function connectWebsite(scope: Scope, vault: Vault): Promise<void> {
  for (const adapter of scope.catalogue.values()) {
    if (adapter.capabilities.inbound !== 'connection') continue;
    await connectChannel(scope, vault, { adapter: adapter.id, name: 'Website' });
    return;
  }
}

/** Changes name or settings; secrets left out stay as they are. @throws Refusal not_found, invalid */
export async function changeChannel(
  scope: Scope,
  vault: Vault,
  id: string,
  wanted: ChannelChange,
): Promise<ChannelRow> {
  const channel = await lockOpenChannel(scope, id);
  const adapter = adapterOf(scope, channel);
  const checked = checkSettings(adapter, wanted.settings ?? {}, openSettings(vault, channel));
  const place = { workspaceId: scope.workspaceId, channelId: id };
  const [changed] = await scope.tx
    .update(channels)
    .set({
      ...(wanted.name && { name: cleanName(wanted.name) }),
      ...(wanted.autoReply !== undefined && { autoReply: clean(wanted.autoReply).trim() }),
      ...(wanted.autoReplyWhen && { autoReplyWhen: wanted.autoReplyWhen }),
      ...(wanted.hours !== undefined && { hours: checkHours(wanted.hours) }),
      ...(wanted.continues !== undefined && {
        continues: await checkContinues(scope, adapter, wanted.continues),
      }),
      ...saidToVisitors(wanted),
      settings: checked.open,
      secrets: vault.seal(checked.secret, place),
      // What was wrong may be mended: the next sending tells.
      ...(wanted.settings && { failingReason: null, failingSince: null }),
    })
    .where(and(eq(channels.workspaceId, scope.workspaceId), eq(channels.id, id)))
    .returning();
  if (!changed) throw new Error('the channel vanished');
  if (wanted.settings) {
    await enlist(scope, adapter, openSettings(vault, changed));
    await tryAgain(scope, id);
  }
  scope.effects.push({ type: 'list-changed', what: 'channels' });
  // Who may enter is part of the settings: whoever is inside is asked again.
  if (wanted.settings)
    scope.effects.push({ type: 'visitor-ended', channelId: id, credentials: null });
  return changed;
}

/** What visitors are asked, told by itself, given to read, and may begin. @throws Refusal invalid */
function saidToVisitors({ rates, intake, nudges, articles, several }: ChannelChange) {
  return {
    ...(rates !== undefined && { rates }),
    ...(intake !== undefined && { intake: checkIntake(intake) }),
    ...(nudges && { nudges: checkNudges(nudges) }),
    ...(articles !== undefined && { articles: checkArticles(articles) }),
    ...(several !== undefined && { several }),
  };
}

/** @throws Refusal not_found, invalid where nobody leaves, or where nobody can be written to first */
async function checkContinues(
  scope: Scope,
  adapter: Adapter,
  wanted: Continues | null,
): Promise<Continues | null> {
  if (wanted === null) return null;
  if (!isEmbeddable(adapter)) {
    throw new Refusal('invalid', 'continues: only where people come by our own widget.');
  }
  const { capabilities } = adapterOf(scope, await accessOpenChannel(scope, wanted.channelId));
  if (capabilities.addressing && capabilities.startConversation) return wanted;
  throw new Refusal('invalid', 'continues: that channel cannot write to an address first.');
}

/** Stops a channel for good; what was said on it stays. @throws Refusal not_found */
export async function removeChannel(scope: Scope, id: string): Promise<void> {
  await accessOpenChannel(scope, id);
  await scope.tx
    .update(channels)
    .set({ removedAt: sql`now()` })
    .where(and(eq(channels.workspaceId, scope.workspaceId), eq(channels.id, id)));
  await scope.tx.delete(directory).where(and(eq(directory.kind, 'channel'), eq(directory.key, id)));
  await dismissAddresses(scope, id);
  await dismissListener(scope, id);
  scope.effects.push({ type: 'list-changed', what: 'channels' });
  scope.effects.push({ type: 'visitor-ended', channelId: id, credentials: null });
}

/** What others must know of a channel before they can reach it, or it them. */
async function enlist(scope: Scope, adapter: Adapter, settings: Settings): Promise<void> {
  await enlistAddresses(scope, adapter, settings);
  if (adapter.listen) await enlistListener(scope, settings.channelId);
}

/** The channels in use, oldest first. */
export async function listChannels(scope: Scope): Promise<ChannelRow[]> {
  return scope.tx
    .select()
    .from(channels)
    .where(and(eq(channels.workspaceId, scope.workspaceId), isNull(channels.removedAt)))
    .orderBy(asc(channels.createdAt), asc(channels.id));
}

/** Whose channel this is, by the id in an address; null for an unknown one. The tenant never comes from a body. */
export async function findChannelHome(store: Store, id: string): Promise<string | null> {
  const [row] = await store.database.outside
    .select({ workspaceId: directory.workspaceId })
    .from(directory)
    .where(and(eq(directory.kind, 'channel'), eq(directory.key, id)));
  return row?.workspaceId ?? null;
}

/** The oldest channel of the installation that people can connect to: the demo page's. Its id is public on every website. */
export async function firstEmbeddable(store: Store): Promise<string | null> {
  const homes = await store.database.outside
    .select({ workspaceId: directory.workspaceId, id: directory.key })
    .from(directory)
    .where(eq(directory.kind, 'channel'))
    .orderBy(asc(directory.createdAt))
    .limit(20);
  for (const { workspaceId, id } of homes) {
    const found = await store.in(workspaceId, async (scope) => {
      const channel = await accessOpenChannel(scope, id);
      return scope.catalogue.get(channel.adapter)?.capabilities.inbound === 'connection';
    });
    if (found) return id;
  }
  return null;
}

/** Our own addresses on a channel; they are no secrets. */
export function ownAddresses(scope: Scope, channel: ChannelRow): string[] {
  const settings = { ...channel.settings, channelId: channel.id };
  return adapterOf(scope, channel).addresses?.(settings) ?? [];
}

/** @throws Refusal conflict when the adapter is not installed any more */
export function adapterOf(scope: Scope, channel: ChannelRow): Adapter {
  const adapter = scope.catalogue.get(channel.adapter);
  if (adapter) return adapter;
  throw new Refusal('conflict', 'This kind of channel is not installed any more.');
}

function shownOnce(adapter: Adapter, generated: Record<string, string>) {
  const hidden = new Set(adapter.settings.filter((field) => field.hidden).map(({ key }) => key));
  return Object.fromEntries(Object.entries(generated).filter(([key]) => !hidden.has(key)));
}
