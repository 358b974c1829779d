/** Tells the open screens what was committed. Rooms are made here from ids, never from a client's words. */
import type { Namespace } from 'socket.io';
import type { Caller } from '../channels/visitors.ts';
import type { Actor } from '../events/actor.ts';
import type { Effect, LineReference } from '../events/effects.ts';
import type {
  AgentToServer,
  ServerToAgent,
  ServerToVisitor,
  VisitorToServer,
} from '../wire/sockets.ts';

type None = Record<string, never>;
export type AgentNamespace = Namespace<AgentToServer, ServerToAgent, None, { actor: Actor }>;
export type VisitorNamespace = Namespace<
  VisitorToServer,
  ServerToVisitor,
  None,
  { caller: Caller }
>;

export const rooms = {
  workspace: (workspaceId: string) => `workspace:${workspaceId}`,
  conversation: (workspaceId: string, id: string) => `conversation:${workspaceId}:${id}`,
  agent: (workspaceId: string, agentId: string) => `agent:${workspaceId}:${agentId}`,
  credential: (hash: string) => `credential:${hash}`,
  line: (line: LineReference) => `line:${line.channelId}:${line.threadKey}`,
  channel: (channelId: string) => `channel:${channelId}`,
  /** Everyone let in by one visitor credential: a token, or the signed word that several tokens came from. */
  pass: (channelId: string, credential: string) => `pass:${channelId}:${credential}`,
};

export type Publisher = (workspaceId: string, effect: Effect) => void;

export function createPublisher(agents: AgentNamespace, visitors: VisitorNamespace): Publisher {
  return (workspaceId, effect) => {
    if (effect.type === 'conversation') return tellConversation(agents, workspaceId, effect);
    if (effect.type === 'typing') return tellTyping(agents, workspaceId, effect);
    if (effect.type === 'line-message') {
      visitors.to(rooms.line(effect.line)).emit('message', effect.message);
    } else if (effect.type === 'line-seen') {
      visitors.to(rooms.line(effect.line)).emit('seen', { seq: effect.seq });
    } else if (effect.type === 'list-changed') {
      agents.to(rooms.workspace(workspaceId)).emit('changed', { what: effect.what });
    } else tellOwnOrEnd(agents, visitors, workspaceId, effect);
  };
}

function tellConversation(
  agents: AgentNamespace,
  workspaceId: string,
  effect: Extract<Effect, { type: 'conversation' }>,
): void {
  const { conversation, events, xid } = effect;
  const xids = events.map(() => xid);
  agents.to(rooms.workspace(workspaceId)).emit('conversation', { conversation, xids });
  const room = agents.to(rooms.conversation(workspaceId, conversation.id));
  for (const event of events) room.emit('event', event);
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
  if (effect.type === 'own-read' || effect.type === 'own-draft') {
    const { type, agentId, ...packet } = effect;
    const room = agents.to(rooms.agent(workspaceId, agentId));
    if ('seq' in packet) room.emit('read', packet);
    else room.emit('draft', packet);
  } else if (effect.type === 'access-ended') {
    const { credential, agentId } = effect;
    const room = credential ? rooms.credential(credential) : rooms.agent(workspaceId, agentId);
    agents.in(room).disconnectSockets(true);
  } else if (effect.type === 'visitor-ended') {
    const { channelId, credentials } = effect;
    const passes = credentials?.map((credential) => rooms.pass(channelId, credential));
    visitors.in(passes ?? rooms.channel(channelId)).disconnectSockets(true);
  }
}
