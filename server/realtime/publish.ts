/** Tells the open screens what was committed. */
import type { Effect } from '../events/effects.ts';
import { Bundles } from './bundles.ts';
import { type AgentNamespace, rooms, type VisitorNamespace } from './rooms.ts';

export type Publisher = {
  publish(workspaceId: string, effect: Effect): void;
  /** Tells at once what would have waited for more. */
  flush(): void;
};

/** @param alone whether everybody who hears anything is connected to this process */
export function createPublisher(
  agents: AgentNamespace,
  visitors: VisitorNamespace,
  alone: boolean,
): Publisher {
  const bundles = new Bundles(agents, (room) => !alone || agents.adapter.rooms.has(room));
  // Most who write from outside look at no widget: nothing is put into words for nobody.
  const tellHeard = (effect: LineEffect) => {
    if (!alone || visitors.adapter.rooms.has(rooms.line(effect.line))) tellLine(visitors, effect);
  };
  const publish: Publisher['publish'] = (workspaceId, effect) => {
    if (effect.type === 'conversation') return bundles.add(workspaceId, effect);
    if (effect.type === 'typing') return tellTyping(agents, workspaceId, effect);
    if (effect.type === 'line-message' || effect.type === 'line-seen') tellHeard(effect);
    else if (effect.type === 'list-changed') {
      agents.to(rooms.workspace(workspaceId)).emit('changed', { what: effect.what });
    } else tellOwnOrEnd(agents, visitors, workspaceId, effect);
  };
  return { publish, flush: () => bundles.tell() };
}

type LineEffect = Extract<Effect, { type: 'line-message' | 'line-seen' }>;

function tellLine(visitors: VisitorNamespace, effect: LineEffect): void {
  const room = visitors.to(rooms.line(effect.line));
  if (effect.type === 'line-message') room.emit('message', effect.message);
  else room.emit('seen', { seq: effect.seq });
}

function tellTyping(
  agents: AgentNamespace,
  workspaceId: string,
  { conversationId, who }: Extract<Effect, { type: 'typing' }>,
): void {
  const room = agents.to(rooms.conversation(workspaceId, conversationId));
  room.emit('typing', { conversationId, who, active: true });
}

function tellOwnOrEnd(
  agents: AgentNamespace,
  visitors: VisitorNamespace,
  workspaceId: string,
  effect: Effect,
): void {
  if (effect.type === 'access-ended') {
    const { credential, agentId } = effect;
    const room = credential ? rooms.credential(credential) : rooms.agent(workspaceId, agentId);
    agents.in(room).disconnectSockets(true);
  } else if (effect.type === 'visitor-ended') {
    const { channelId, credentials } = effect;
    const passes = credentials?.map((credential) => rooms.pass(channelId, credential));
    visitors.in(passes ?? rooms.channel(channelId)).disconnectSockets(true);
  } else if ('agentId' in effect) {
    tellOwn(agents.to(rooms.agent(workspaceId, effect.agentId)), effect);
  }
}

/** What is an agent's alone goes to all screens of theirs, and to nobody else's. */
function tellOwn(screens: ReturnType<AgentNamespace['to']>, effect: Effect): void {
  if (effect.type === 'own-read' || effect.type === 'own-mention') {
    const { type, agentId: _, ...packet } = effect;
    screens.emit(type === 'own-read' ? 'read' : 'mentioned', packet);
  } else if (effect.type === 'own-draft') {
    const { type: _, agentId: __, ...packet } = effect;
    screens.emit('draft', packet);
  } else if (effect.type === 'own-counts') screens.emit('counts', effect.counts);
  else if (effect.type === 'own-profile') screens.emit('changed', { what: 'me' });
}
