/** Agents' live connection: who may join what, catching up, heartbeat, typing. `docs/protocol.md` tells the story. */
import type { Static } from 'typebox';
import { accessConversation } from '../conversations/access.ts';
import { changesSince, countChanges } from '../conversations/sync.ts';
import { linesWrittenOn, type Writing } from '../conversations/typing.ts';
import type { TellWriting } from '../deliveries/signals.ts';
import type { Actor } from '../events/actor.ts';
import type { Store } from '../events/scope.ts';
import {
  BeatRequest,
  OpenRequest,
  PresentRequest,
  SyncRequest,
  TypingRequest,
} from '../wire/sockets.ts';
import { Answers, type PacketHandlers, type PacketLog, packet } from './packets.ts';
import type { Presences } from './presences.ts';
import { Rechecks } from './rechecks.ts';
import { type AgentNamespace, type AgentSocket, rooms, type VisitorNamespace } from './rooms.ts';

/** Who is behind a handshake. When rights end afterwards, the `access-ended` effect cuts the socket. */
export type AuthenticateAgent = (handshake: {
  cookie: string | undefined;
  token: unknown;
  origin: string | undefined;
  host: string | undefined;
}) => Promise<Actor | null>;

/** What is heard of other processes. */
export type Hearing = {
  /** Since when nothing is sent or fetched; null: it is. */
  readonly restingSince: string | null;
};

type Hub = {
  store: Store;
  agents: AgentNamespace;
  visitors: VisitorNamespace;
  presences: Presences;
  authenticate: AuthenticateAgent;
  tellWriting: TellWriting;
  heartbeat: Hearing;
  log: PacketLog;
};

export function serveAgents(hub: Hub): Rechecks<AgentSocket> {
  const whoIs = (socket: AgentSocket) =>
    hub.authenticate({
      cookie: socket.handshake.headers.cookie,
      token: socket.handshake.auth['token'],
      origin: socket.handshake.headers.origin,
      host: socket.handshake.headers.host,
    });
  const rechecks = new Rechecks<AgentSocket>(
    () => hub.agents.sockets.values(),
    async (socket) => (await whoIs(socket)) !== null,
  );
  const answers = new Answers(handlersOf(hub, rechecks), hub.log);
  hub.agents.use((socket, next) => {
    whoIs(socket).then(
      (actor) => {
        if (!actor?.scopes.includes('read')) return next(new Error('not_logged_in'));
        socket.data.actor = actor;
        next();
      },
      () => next(new Error('unavailable')),
    );
  });
  hub.agents.on('connection', (socket) => {
    const { workspaceId, agentId, credential } = socket.data.actor;
    void socket.join([
      rooms.workspace(workspaceId),
      rooms.agent(workspaceId, agentId),
      rooms.credential(credential),
    ]);
    // Removed between the handshake and the joins: nobody would find this socket to cut it.
    rechecks.of(socket).catch(() => socket.disconnect(true));
    answers.attend(socket);
    hub.presences.attend(socket);
  });
  return rechecks;
}

function handlersOf(hub: Hub, rechecks: Rechecks<AgentSocket>): PacketHandlers<AgentSocket> {
  const { store } = hub;
  const here = ({ data }: AgentSocket) => data.actor.workspaceId;
  return new Map([
    [
      'sync',
      packet(SyncRequest, async ({ cursor }, socket: AgentSocket) => {
        await rechecks.of(socket);
        return store.in(here(socket), (scope) => changesSince(scope, socket.data.actor, cursor));
      }),
    ],
    [
      'beat',
      packet(BeatRequest, async ({ cursor, conversationId }, socket: AgentSocket) => {
        await rechecks.of(socket);
        hub.presences.renew(socket);
        return store.in(here(socket), async (scope) => {
          const count = await countChanges(scope, cursor);
          const standing = { ...count, restingSince: hub.heartbeat.restingSince };
          if (!conversationId) return { ...standing, seq: null };
          const { actor } = socket.data;
          const { seq } = await accessConversation(scope, actor, conversationId, 'read');
          return { ...standing, seq };
        });
      }),
    ],
    ['open', packet(OpenRequest, (request, socket: AgentSocket) => open(hub, socket, request))],
    [
      'close',
      packet(OpenRequest, async ({ conversationId }, socket: AgentSocket) => {
        await socket.leave(rooms.conversation(here(socket), conversationId));
        return {};
      }),
    ],
    [
      'typing',
      packet(TypingRequest, (typing, socket: AgentSocket) => tellTyping(hub, socket, typing)),
    ],
    [
      'present',
      packet(PresentRequest, (where, socket: AgentSocket) => present(hub, socket, where)),
    ],
  ]);
}

async function open(
  { store }: Hub,
  socket: AgentSocket,
  { conversationId }: { conversationId: string },
): Promise<object> {
  const check = () => readable(store, socket, conversationId);
  await check();
  await socket.join(rooms.conversation(socket.data.actor.workspaceId, conversationId));
  // Asked again after the join: every change is either in this answer or comes as an event.
  return { seq: (await check()).seq };
}

const readable = (store: Store, { data: { actor } }: AgentSocket, conversationId: string) =>
  store.in(actor.workspaceId, (scope) => accessConversation(scope, actor, conversationId, 'read'));

/** Nobody is shown at a conversation that they may not read. */
async function present(
  { store, presences }: Hub,
  socket: AgentSocket,
  where: Static<typeof PresentRequest>,
): Promise<object> {
  const { conversationId } = where;
  const { workspaceId } = socket.data.actor;
  presences.hear(socket, where);
  const joined = (id: string) => socket.rooms.has(rooms.conversation(workspaceId, id));
  if (conversationId !== null && !joined(conversationId)) {
    await readable(store, socket, conversationId);
  }
  // Gone while it was looked up, nobody would take them away again; and what was said later must not be overwritten.
  if (socket.connected && presences.stands(socket, where)) presences.tell(socket, where);
  return {};
}

/** Colleagues see who writes; the other side sees it too, visitors by first name. Joined means authorised. */
async function tellTyping(
  hub: Hub,
  socket: AgentSocket,
  { active, ...writing }: Writing & { active: boolean },
): Promise<object> {
  const { actor } = socket.data;
  const { conversationId } = writing;
  const room = rooms.conversation(actor.workspaceId, conversationId);
  if (!socket.rooms.has(room)) return {};
  const who = { kind: 'agent', id: actor.agentId, name: actor.name } as const;
  socket.to(room).emit('typing', { conversationId, who, active });
  const lines = await hub.store.in(actor.workspaceId, (scope) => linesWrittenOn(scope, writing));
  if (active) void hub.tellWriting(actor.workspaceId, writing);
  const name = actor.name.split(/\s+/)[0] ?? '';
  for (const line of lines) hub.visitors.to(rooms.line(line)).emit('typing', { name, active });
  return {};
}
