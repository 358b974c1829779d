/** Visitors' live connection. One socket hears one line: the one its token speaks for. */
import Type from 'typebox';
import {
  admitVisitor,
  type Caller,
  credentialsOf,
  type VisitorStore,
} from '../channels/visitors.ts';
import { contactOf } from '../contacts/contacts.ts';
import { identityById } from '../contacts/identities.ts';
import { findLine } from '../conversations/visitor-line.ts';
import { Refusal } from '../wire/problems.ts';
import { VisitorTypingRequest } from '../wire/sockets.ts';
import { type PacketHandlers, type PacketLog, packet, serve } from './packets.ts';
import { type AgentNamespace, rooms, type VisitorNamespace } from './rooms.ts';

type Hub = VisitorStore & {
  agents: AgentNamespace;
  visitors: VisitorNamespace;
  log: PacketLog;
};

type VisitorSocket = Parameters<Parameters<VisitorNamespace['on']>[1]>[0];

export function serveVisitors(hub: Hub): void {
  hub.visitors.use((socket, next) => {
    admit(hub, socket).then(
      (caller) => {
        socket.data.caller = caller;
        next();
      },
      (error: unknown) => next(new Error(error instanceof Refusal ? error.code : 'unavailable')),
    );
  });
  hub.visitors.on('connection', (socket) => {
    const { line, channel, visitor } = socket.data.caller;
    const passes = credentialsOf(visitor).map((credential) => rooms.pass(channel.id, credential));
    void socket.join([rooms.line(line), rooms.channel(channel.id), ...passes]);
    // Logged out between the handshake and the joins: nobody would find this socket to cut it.
    void admit(hub, socket).catch(() => socket.disconnect(true));
    if (visitor.person) cutAt(socket, visitor.person.exp * 1000);
    serve(socket, handlersOf(hub, socket), hub.log);
  });
}

/** A person's token runs out within an hour: nothing is told under it any more. */
function cutAt(socket: VisitorSocket, moment: number): void {
  const timer = setTimeout(() => socket.disconnect(true), moment - Date.now());
  socket.on('disconnect', () => clearTimeout(timer));
}

async function admit(hub: Hub, socket: VisitorSocket): Promise<Caller> {
  const { channelId, token } = socket.handshake.auth;
  const isId = typeof channelId === 'string' && /^[0-9a-f-]{36}$/.test(channelId);
  if (!isId || typeof token !== 'string') {
    throw new Refusal('unknown_visitor', 'channelId and token are missing.');
  }
  const { origin } = socket.handshake.headers;
  return admitVisitor(hub, { channelId, origin, token });
}

function handlersOf(hub: Hub, socket: VisitorSocket): PacketHandlers {
  const { caller } = socket.data;
  return new Map([
    [
      'beat',
      packet(Type.Unknown(), async () => {
        const thread = await hub.store.in(caller.workspaceId, (scope) =>
          findLine(scope, caller.line),
        );
        return { seq: thread?.seq ?? 0 };
      }),
    ],
    ['typing', packet(VisitorTypingRequest, ({ active }) => tellTyping(hub, caller, active))],
  ]);
}

async function tellTyping(hub: Hub, caller: Caller, active: boolean): Promise<object> {
  const found = await hub.store.in(caller.workspaceId, async (scope) => {
    const thread = await findLine(scope, caller.line);
    if (!thread) return null;
    const identity = await identityById(scope, thread.identityId);
    return { thread, contact: await contactOf(scope, identity.contactId) };
  });
  // Before the first message there is no conversation to type in.
  if (!found) return {};
  const { thread, contact } = found;
  hub.agents.to(rooms.conversation(caller.workspaceId, thread.conversationId)).emit('typing', {
    conversationId: thread.conversationId,
    who: { kind: 'contact', id: contact.id, name: contact.name },
    active,
  });
  return {};
}
