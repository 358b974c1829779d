/** Who speaks for themselves on a channel that people connect to: the channel by its id, the person by their token. */
import {
  originAllowed,
  readVisitorToken,
  type Visitor,
  visitorIdentity,
} from '../../adapters/visitor.ts';
import { isRevoked } from '../contacts/revocations.ts';
import type { LineReference } from '../events/effects.ts';
import type { Scope, Store } from '../events/scope.ts';
import { Refusal } from '../wire/problems.ts';
import { accessOpenChannel } from './access.ts';
import { adapterOf, findChannelHome } from './channels.ts';
import type { Opened } from './doors.ts';
import { openSettings, type Vault } from './settings.ts';

export type Caller = Opened & { visitor: Visitor; line: LineReference };

export type VisitorStore = { store: Store; vault: Vault; publicUrl: string };

/** The channel behind the address. @throws Refusal not_found, origin_refused */
export async function atDoorstep(
  hub: VisitorStore,
  channelId: string,
  origin: string | undefined,
): Promise<Opened> {
  const workspaceId = await homeOf(hub, channelId);
  return hub.store.in(workspaceId, (scope) => standAt(scope, hub, channelId, origin));
}

type Asked = { channelId: string; origin: string | undefined; token: string | undefined };

/**
 * The visitor behind a token, in one transaction: channel, origin, token, and that nobody handed it back.
 * @throws Refusal not_found, origin_refused, verified_only; unknown_visitor for a token that is not good here
 */
export async function admitVisitor(hub: VisitorStore, asked: Asked): Promise<Caller> {
  const workspaceId = await homeOf(hub, asked.channelId);
  return hub.store.in(workspaceId, async (scope) => {
    const doorstep = await standAt(scope, hub, asked.channelId, asked.origin);
    const caller = recognise(doorstep, asked.token);
    await refuseRevoked(scope, asked.channelId, caller.visitor);
    return caller;
  });
}

/**
 * The visitor as far as the channel as it was lately tells, without asking the database. Only for who looks again in the
 * transaction that counts: whether the channel is still the same, and with `refuseRevoked`.
 * @throws Refusal as `admitVisitor` does
 */
export function guessVisitor(hub: VisitorStore, opened: Opened, asked: Omit<Asked, 'channelId'>) {
  refuseElsewhere(hub, opened, asked.origin);
  return recognise(opened, asked.token);
}

function recognise(opened: Opened, token: string | undefined): Caller {
  const visitor = readToken(opened.settings, token);
  const { thread } = visitorIdentity(visitor, opened.settings);
  return { ...opened, visitor, line: { channelId: opened.channel.id, threadKey: thread } };
}

async function homeOf(hub: VisitorStore, channelId: string): Promise<string> {
  const workspaceId = await findChannelHome(hub.store, channelId);
  if (workspaceId) return workspaceId;
  throw new Refusal('not_found', 'There is no such channel.');
}

async function standAt(
  scope: Scope,
  hub: VisitorStore,
  channelId: string,
  origin: string | undefined,
): Promise<Opened> {
  const channel = await accessOpenChannel(scope, channelId);
  const adapter = adapterOf(scope, channel);
  const settings = openSettings(hub.vault, channel);
  const opened = { workspaceId: scope.workspaceId, channel, adapter, settings };
  refuseElsewhere(hub, opened, origin);
  return opened;
}

function refuseElsewhere(hub: VisitorStore, { adapter, settings }: Opened, origin?: string): void {
  if (adapter.capabilities.inbound !== 'connection') {
    throw new Refusal('not_found', 'There is no such channel.');
  }
  refuseForeignOrigin(hub, settings, origin);
}

function readToken(settings: Opened['settings'], token: string | undefined): Visitor {
  const visitor = token ? readVisitorToken(token, settings, new Date()) : null;
  if (!visitor) throw new Refusal('unknown_visitor', 'Ask for a new session.');
  if (visitor.person || settings['verifiedOnly'] !== 'on') return visitor;
  throw new Refusal('verified_only', 'Only signed-in visitors may write here.');
}

/** Our own panel calls from our own origin; other pages only when the channel lists them (trust rule V6). */
function refuseForeignOrigin(
  hub: VisitorStore,
  settings: Opened['settings'],
  origin: string | undefined,
): void {
  if (origin === undefined || isOurs(hub.publicUrl, origin)) return;
  if (originAllowed(origin, settings)) return;
  throw new Refusal('origin_refused', 'This website may not use the channel.');
}

/** On a developer's machine localhost and 127.0.0.1 are the same place. */
export function isOurs(publicUrl: string, origin: string): boolean {
  const loopback = (url: string) => url.replace('://127.0.0.1', '://localhost');
  return loopback(origin) === loopback(publicUrl);
}

/** What a visitor's log-in hangs on: the token itself, and the signed word it was made from. */
export function credentialsOf(visitor: Visitor): [string, ...string[]] {
  return [visitor.tokenHash, ...(visitor.person ? [`jti:${visitor.person.jti}`] : [])];
}

/** @throws Refusal unknown_visitor when the token, or the word it was made from, was handed back */
export async function refuseRevoked(
  scope: Scope,
  channelId: string,
  visitor: Visitor,
): Promise<void> {
  if (await isRevoked(scope, channelId, credentialsOf(visitor))) {
    throw new Refusal('unknown_visitor', 'This session was ended; ask for a new one.');
  }
}
