/** Who speaks for themselves on a channel that people connect to: the channel by its id, the person by their token. */
import type { Settings } from '../../adapters/adapter.ts';
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
import { accessOpenChannel, type ChannelRow } from './access.ts';
import { adapterOf, findChannelHome } from './channels.ts';
import { openSettings, type Vault } from './settings.ts';

export type Doorstep = {
  workspaceId: string;
  channel: ChannelRow;
  settings: Settings;
};

export type Caller = Doorstep & { visitor: Visitor; line: LineReference };

export type VisitorStore = { store: Store; vault: Vault; publicUrl: string };

/** The channel behind the address. @throws Refusal not_found, origin_refused */
export async function atDoorstep(
  hub: VisitorStore,
  channelId: string,
  origin: string | undefined,
): Promise<Doorstep> {
  const workspaceId = await findChannelHome(hub.store, channelId);
  if (!workspaceId) throw new Refusal('not_found', 'There is no such channel.');
  const doorstep = await hub.store.in(workspaceId, async (scope) => {
    const channel = await accessOpenChannel(scope, channelId);
    if (adapterOf(scope, channel).capabilities.inbound !== 'connection') {
      throw new Refusal('not_found', 'There is no such channel.');
    }
    return { workspaceId, channel, settings: openSettings(hub.vault, channel) };
  });
  refuseForeignOrigin(hub, doorstep.settings, origin);
  return doorstep;
}

/** Our own panel calls from our own origin; other pages only when the channel lists them (trust rule V6). */
function refuseForeignOrigin(
  hub: VisitorStore,
  settings: Settings,
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

/** The visitor behind a token. @throws Refusal unknown_visitor when it is foreign, altered, expired or handed back */
export async function recogniseVisitor(
  hub: VisitorStore,
  doorstep: Doorstep,
  token: string | undefined,
): Promise<Caller> {
  const visitor = token ? readVisitorToken(token, doorstep.settings, new Date()) : null;
  if (!visitor) throw new Refusal('unknown_visitor', 'Ask for a new session.');
  if (!visitor.person && doorstep.settings['verifiedOnly'] === 'on') {
    throw new Refusal('verified_only', 'Only signed-in visitors may write here.');
  }
  await hub.store.in(doorstep.workspaceId, (scope) =>
    refuseRevoked(scope, doorstep.channel.id, visitor),
  );
  const { thread } = visitorIdentity(visitor, doorstep.settings);
  const line = { channelId: doorstep.channel.id, threadKey: thread };
  return { ...doorstep, visitor, line };
}

/** What a visitor's log-in hangs on: the token itself, and the signed word it was made from. */
export function credentialsOf(visitor: Visitor): [string, ...string[]] {
  return [visitor.tokenHash, ...(visitor.person ? [`jti:${visitor.person.jti}`] : [])];
}

async function refuseRevoked(scope: Scope, channelId: string, visitor: Visitor): Promise<void> {
  if (await isRevoked(scope, channelId, credentialsOf(visitor))) {
    throw new Refusal('unknown_visitor', 'This session was ended; ask for a new one.');
  }
}
