/** Fills an empty installation with the demo: its businesses are founded, their stories played, and then become past. */
import { setTimeout as sleep } from 'node:timers/promises';
import { addAgent, scopesOf } from '../agents/agents.ts';
import { markDemo, markFilled } from '../agents/demo.ts';
import { hashNewPassword } from '../agents/passwords.ts';
import { createWorkspace } from '../agents/setup.ts';
import { adapterOf, connectChannel, ownAddresses } from '../channels/channels.ts';
import type { Vault } from '../channels/settings.ts';
import { keepTemplates } from '../channels/templates.ts';
import { backdate } from '../conversations/backdate.ts';
import { read } from '../conversations/reading.ts';
import type { Connection } from '../database/connection.ts';
import { type Dated, dateLog } from '../database/date-log.ts';
import { outstanding } from '../deliveries/outstanding.ts';
import type { Actor } from '../events/actor.ts';
import type { Scope, Store } from '../events/scope.ts';
import { businessesFor } from './businesses.ts';
import { furnish } from './furnish.ts';
import { type Played, play, type Stage, type StageChannel } from './play.ts';
import { type Pretence, TEMPLATES } from './pretence.ts';
import type { Business } from './story.ts';

export type FillingHub = { store: Store; vault: Vault; pretence: Pretence };

/**
 * Needs somebody who does what is due meanwhile; nobody may be looking yet.
 * @param password of everybody in the demo
 * @param owner of the tables, who dates the log
 */
export async function fill(hub: FillingHub, password: string, owner: Connection): Promise<void> {
  const now = new Date();
  hub.pretence.playsPast = true;
  try {
    const founded: [Stage, Business][] = [];
    // One after the other: the oldest website of all is the demo page's.
    for (const business of businessesFor(hub.store.catalogue)) {
      founded.push([await found(hub, business, password), business]);
    }
    const playing = founded.map(async ([stage, { stories }]) => {
      return [stage, await play(stage, stories, now)] as const;
    });
    const played = await Promise.all(playing);
    await settled(hub.store);
    for (const [stage, lines] of played) {
      await dateLog(owner, stage.workspaceId, await makePast(stage, lines, now));
    }
    await settled(hub.store);
    for (const [stage] of played) await hub.store.in(stage.workspaceId, markFilled);
  } finally {
    hub.pretence.playsPast = false;
  }
}

async function found(hub: FillingHub, business: Business, password: string): Promise<Stage> {
  const { store, pretence } = hub;
  const [[first, admin] = [], ...others] = Object.entries(business.agents);
  if (!first || !admin) throw new Error('a business needs somebody');
  const colleagues = await Promise.all(
    others.map(async ([key, person]) => {
      return { key, ...person, passwordHash: await hashNewPassword(password, person.email) };
    }),
  );
  const agents = new Map<string, Actor>();
  const begin = async (scope: Scope, actor: Actor) => {
    await markDemo(scope);
    agents.set(first, actor);
    for (const { key, ...person } of colleagues) {
      const { id: agentId, name, role } = await addAgent(scope, { ...person, role: 'agent' });
      agents.set(key, { ...actor, agentId, name, role, scopes: scopesOf(role) });
    }
    await furnish(scope, actor, business);
  };
  const wanted = { name: business.name, admin: { ...admin, password } };
  const workspaceId = await createWorkspace(store, wanted, begin);
  const channels = await connectAll(hub, workspaceId, business);
  return { store, pretence, workspaceId, agents, channels };
}

/** One after the other: in this order they are shown. */
async function connectAll(
  { store, vault }: FillingHub,
  workspaceId: string,
  { channels: wanted }: Business,
): Promise<Stage['channels']> {
  const channels = new Map<string, StageChannel>();
  for (const [id, input] of Object.entries(wanted)) {
    const connected = await store.in(workspaceId, async (scope) => {
      const { channel } = await connectChannel(scope, vault, { adapter: id, ...input });
      const adapter = adapterOf(scope, channel);
      if (adapter.templates) await keepTemplates(scope, channel.id, TEMPLATES);
      const [address = ''] = ownAddresses(scope, channel);
      return { id: channel.id, adapter, address };
    });
    channels.set(id, connected);
  }
  return channels;
}

const LOOK_AGAIN_MS = 50;
const PATIENCE_MS = 60_000;

/** Everything that was due is done. */
async function settled(store: Store): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while ((await outstanding(store)).some(({ count }) => count > 0)) {
    if (Date.now() > end) throw new Error('the demo’s answers do not get out');
    await sleep(LOOK_AGAIN_MS);
  }
}

/** What came lately nobody but its answerer has read. */
const UNREAD_MS = 80 * 60_000;

async function makePast(stage: Stage, played: readonly Played[], now: Date): Promise<Dated[]> {
  const { store, workspaceId, agents } = stage;
  const log: Dated[] = [];
  for (const { conversationId, told, heardAt } of played) {
    const isRead = now.getTime() - heardAt.getTime() > UNREAD_MS;
    const dated = await store.in(workspaceId, async (scope) => {
      for (const actor of isRead ? agents.values() : []) {
        await read(scope, actor, conversationId, Number.MAX_SAFE_INTEGER);
      }
      return backdate(scope, conversationId, told);
    });
    log.push(...dated);
  }
  return log;
}
