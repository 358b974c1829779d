/** Tells the open screens what was committed. Rooms are made here from ids, never from a client's words. */
import type { Namespace } from 'socket.io';
import type { Effect, LineReference } from '../events/effects.ts';
import type {
  AgentToServer,
  ServerToAgent,
  ServerToVisitor,
  VisitorToServer,
} from '../wire/sockets.ts';
import type { Actor } from '../events/actor.ts';
import type { Caller } from '../channels/visitors.ts';

type None = Record<string, never>;
export type AgentNamespace = Namespace<AgentToServer, ServerToAgent, None, { actor: Actor }>;
export type VisitorNamespace = Namespace<VisitorToServer, ServerToVisitor, None, { caller: Caller }>;

export const rooms = {
  workspace: (workspaceId: string) => `workspace:${workspaceId}`,
  conversation: (workspaceId: string, id: string) => `conversation:${workspaceId}:${id}`,
  agent: (workspaceId: string, agentId: string) => `agent:${workspaceId}:${agentId}`,
  credential: (hash: string) => `credential:${hash}`,
  line: (line: LineReference) => `line:${line.channelId}:${line.threadKey}`,
};

export type Publisher = (workspaceId: string, effect: Effect) => void;

export function createPublisher(agents: AgentNamespace, visitors: VisitorNamespace): Publisher {
  return (workspaceId, effect) => {
    switch (effect.type) {
      case 'conversation': {
        const xids = effect.events.map(() => effect.xid);
        agents
          .to(rooms.workspace(workspaceId))
          .emit('conversation', { conversation: effect.conversation, xids });
        const room = agents.to(rooms.conversation(workspaceId, effect.conversation.id));
        for (const event of effect.events) room.emit('event', event);
        return;
      }
      case 'line-message':
        visitors.to(rooms.line(effect.line)).emit('message', effect.message);
        return;
      case 'line-seen':
        visitors.to(rooms.line(effect.line)).emit('seen', { seq: effect.seq });
        return;
      case 'visitor-ended':
        visitors.in(rooms.credential(effect.tokenHash)).disconnectSockets(true);
        return;
      case 'own-read': {
        const { conversationId, seq } = effect;
        agents.to(rooms.agent(workspaceId, effect.agentId)).emit('read', { conversationId, seq });
        return;
      }
      case 'own-draft': {
        const { conversationId, kind, text } = effect;
        agents
          .to(rooms.agent(workspaceId, effect.agentId))
          .emit('draft', { conversationId, kind, text });
        return;
      }
      case 'list-changed':
        agents.to(rooms.workspace(workspaceId)).emit('changed', { what: effect.what });
        return;
      case 'access-ended':
        agents
          .in(
            effect.credential
              ? rooms.credential(effect.credential)
              : rooms.agent(workspaceId, effect.agentId),
          )
          .disconnectSockets(true);
        return;
      case 'due':
        return;
    }
  };
}
