/** Who hears what: rooms are named here, from ids, never by a client's words. */
import type { Namespace, Socket } from 'socket.io';
import type { Actor } from '../events/actor.ts';
import type { LineReference } from '../events/effects.ts';
import type {
  AgentToServer,
  Presence,
  ServerToAgent,
  ServerToVisitor,
  VisitorToServer,
} from '../wire/sockets.ts';

/** What is kept of an agent's socket. `checkedAt`: when it was last asked whether they may be there. */
export type Colleague = { actor: Actor; checkedAt: number };

/** What is kept of a visitor's. */
export type Guest = {
  workspaceId: string;
  line: LineReference;
  /** What their being let in hangs on. */
  credentials: readonly string[];
  /** When it runs out by itself, in ms since 1970. */
  until: number | null;
  checkedAt: number;
};

type None = Record<string, never>;
/** What processes tell each other. */
type Among = { present(workspaceId: string, presence: Presence): void };
export type AgentNamespace = Namespace<AgentToServer, ServerToAgent, Among, Colleague>;
export type AgentSocket = Socket<AgentToServer, ServerToAgent, Among, Colleague>;
export type VisitorNamespace = Namespace<VisitorToServer, ServerToVisitor, None, Guest>;

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
