/** Visitors' live connection. One socket hears one line: the one its token speaks for. Two ways to hold it, one to serve it. */
import Type from 'typebox';
import { accessOpenChannel } from '../channels/access.ts';
import { Doors, refuseOutdated } from '../channels/doors.ts';
import {
  admitVisitor,
  type Caller,
  credentialsOf,
  guessVisitor,
  refuseRevoked,
  type VisitorStore,
} from '../channels/visitors.ts';
import { contactOf } from '../contacts/contacts.ts';
import { identityById } from '../contacts/identities.ts';
import { isRevoked } from '../contacts/revocations.ts';
import { noteHere } from '../conversations/continuing/addresses.ts';
import { findLine, talkOf } from '../conversations/visitor-line.ts';
import type { Scope } from '../events/scope.ts';
import { Refusal } from '../wire/problems.ts';
import { VisitorTypingRequest } from '../wire/sockets.ts';
import { Answers, type PacketHandlers, type PacketLog, type Peer, packet } from './packets.ts';
import { Rechecks } from './rechecks.ts';
import { type AgentNamespace, type Guest, rooms, type VisitorNamespace } from './rooms.ts';
import { join, type serveSlim } from './slim-sockets.ts';

type Hub = VisitorStore & {
  agents: AgentNamespace;
  visitors: VisitorNamespace;
  log: PacketLog;
};

type VisitorSocket = Parameters<Parameters<VisitorNamespace['on']>[1]>[0];

/** Somebody at the other end of a visitor's line, however it is held. */
type Present = Peer & { data: Guest };

export type ServedVisitors = {
  rechecks: Rechecks<Present>;
  /** For lines that are held slim. */
  slim: Parameters<typeof serveSlim>[2];
};

export function serveVisitors(hub: Hub): ServedVisitors {
  const { visitors } = hub;
  const rechecks = new Rechecks<Present>(
    () => visitors.sockets.values(),
    ({ data }) => mayStay(hub, data),
  );
  const answers = new Answers(handlersOf(hub), hub.log);
  const doors = new Doors(hub.store, hub.vault);
  visitors.use((socket, next) => {
    admitTo(hub, socket).then(
      (guest) => {
        Object.assign(socket.data, guest);
        next();
      },
      (error: unknown) => next(new Error(error instanceof Refusal ? error.code : 'unavailable')),
    );
  });
  visitors.on('connection', (socket) => {
    void socket.join(roomsOf(socket.data));
    // Logged out between the handshake and the joins: nobody would find this socket to cut it.
    void admitTo(hub, socket).catch(() => socket.disconnect(true));
    cutInTime(socket, (end) => socket.once('disconnect', end));
    answers.attend(socket);
  });
  return {
    rechecks,
    slim: {
      async enter(socket, auth, origin) {
        await enter(hub, doors, { ...credentialsIn(auth), origin }, (guest) => {
          socket.data = guest;
          join(visitors, socket, roomsOf(guest));
        });
        cutInTime(socket, (end) => socket.socket.once('close', end));
      },
      answer: (socket, name, body) => answers.answer(socket as Present, name, body),
      forget: (socket) => answers.forget(socket),
    },
  };
}

function roomsOf({ line, credentials }: Guest): string[] {
  const passes = credentials.map((credential) => rooms.pass(line.channelId, credential));
  return [rooms.line(line), rooms.channel(line.channelId), ...passes];
}

/** A person's token runs out within an hour: nothing is told under it any more. */
function cutInTime(socket: Present, onEnd: (end: () => void) => void): void {
  const { until } = socket.data;
  if (until === null) return;
  const timer = setTimeout(() => socket.disconnect(true), until - Date.now());
  onEnd(() => clearTimeout(timer));
}

async function admitTo(hub: Hub, { handshake }: VisitorSocket): Promise<Guest> {
  const { origin } = handshake.headers;
  return guestOf(await admitVisitor(hub, { ...credentialsIn(handshake.auth), origin }));
}

/**
 * Joined first and looked at then, in one transaction: whatever changes after that finds them in their rooms.
 * @throws Refusal
 */
function enter(
  hub: Hub,
  doors: Doors,
  asked: { channelId: string; token: string; origin: string | undefined },
  join: (guest: Guest) => void,
): Promise<void> {
  return doors.through(asked.channelId, async (opened) => {
    const caller = guessVisitor(hub, opened, asked);
    join(guestOf(caller));
    await hub.store.in(caller.workspaceId, async (scope) => {
      refuseOutdated(opened.channel, await accessOpenChannel(scope, asked.channelId));
      await refuseRevoked(scope, asked.channelId, caller.visitor);
    });
  });
}

/** @throws Refusal unknown_visitor */
function credentialsIn({ channelId, token }: Record<string, unknown>) {
  const isId = typeof channelId === 'string' && /^[0-9a-f-]{36}$/.test(channelId);
  if (isId && typeof token === 'string') return { channelId, token };
  throw new Refusal('unknown_visitor', 'channelId and token are missing.');
}

const guestOf = ({ workspaceId, line, visitor }: Caller): Guest => ({
  workspaceId,
  line,
  credentials: credentialsOf(visitor),
  until: visitor.person && visitor.person.exp * 1000,
  checkedAt: Date.now(),
});

const mayStay = ({ store }: Hub, guest: Guest): Promise<boolean> =>
  store.in(guest.workspaceId, async (scope) => !(await isShutOut(scope, guest)));

const isShutOut = (scope: Scope, { line, credentials }: Guest): Promise<boolean> =>
  isRevoked(scope, line.channelId, credentials);

/** Before the first message. */
const NOTHING = { seq: 0, talk: 'none' } as const;

function handlersOf({ store, agents }: Hub): PacketHandlers<Present> {
  return new Map([
    [
      'beat',
      packet(Type.Unknown(), async (_body, who: Present) => {
        const { data } = who;
        data.checkedAt = Date.now();
        const known = await store.in(data.workspaceId, async (scope) => {
          if (await isShutOut(scope, data)) return null;
          const thread = await findLine(scope, data.line);
          if (!thread) return NOTHING;
          await noteHere(scope, thread.id);
          return { seq: thread.seq, talk: await talkOf(scope, thread) };
        });
        if (known === null) who.disconnect(true);
        return known ?? NOTHING;
      }),
    ],
    [
      'typing',
      packet(VisitorTypingRequest, async ({ active }, { data }: Present) => {
        const writing = await whereTheyWrite(store, data);
        // Before the first message there is no conversation to type in.
        if (!writing) return {};
        const { conversationId, who } = writing;
        const room = rooms.conversation(data.workspaceId, conversationId);
        agents.to(room).emit('typing', { conversationId, who, active });
        return {};
      }),
    ],
  ]);
}

function whereTheyWrite(store: Hub['store'], { workspaceId, line }: Guest) {
  return store.in(workspaceId, async (scope) => {
    const thread = await findLine(scope, line);
    if (!thread) return null;
    const { contactId } = await identityById(scope, thread.identityId);
    const { id, name } = await contactOf(scope, contactId);
    const { conversationId } = thread;
    return { conversationId, who: { kind: 'contact' as const, id, name } };
  });
}
