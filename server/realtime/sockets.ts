/** The Socket.IO server: two namespaces, one way in for each, and no reader may hold us up. */
import type { Server as HttpServer, IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { Server } from 'socket.io';
import type { VisitorStore } from '../channels/visitors.ts';
import type { TellWriting } from '../deliveries/signals.ts';
import { AGENT_NAMESPACE, VISITOR_NAMESPACE } from '../wire/namespaces.ts';
import { type AuthenticateAgent, type Hearing, serveAgents } from './agents.ts';
import type { Cluster, Missed } from './cluster.ts';
import { Counting } from './counting.ts';
import type { PacketLog } from './packets.ts';
import { Presences } from './presences.ts';
import { createPublisher, type Publisher } from './publish.ts';
import type { AgentNamespace, VisitorNamespace } from './rooms.ts';
import { serveSlim } from './slim-sockets.ts';
import { bufferedBytes, cutSlowReaders, endAll } from './slow-readers.ts';
import { serveVisitors } from './visitors.ts';

/** Largest packet a client may send. */
const MOST_BYTES = 64 * 1024;

/** How long connections get to end by themselves when we stop. */
const FAREWELL_MS = 1_000;

/** How long a screen keeps its connection after the moment at which it meant to leave it. */
const LATECOMERS_MS = 1_000;

/** Screens that are sent to look for what they missed do so within this, not all at once. */
const LOOK_WITHIN_MS = 2_000;

export type Realtime = {
  publish: Publisher['publish'];
  /**
   * Lets nobody in any more and tells everyone to move elsewhere, each at a moment of its own within `withinMs`.
   * Where there is an elsewhere (a cluster), they are served until they have gone or the time is over.
   */
  leave(withinMs: number): Promise<void>;
  /** Closes what connections are left. */
  end(): Promise<void>;
  /** Tells other processes nothing any more. */
  close(): void;
  /** Whether an agent has a screen of ours before their eyes, wherever it is connected. */
  looks(workspaceId: string, agentId: string): boolean;
  /** For those who watch: what is connected to this process. */
  standing(): { agents: number; visitors: number; bufferedBytes: number };
};

export type RealtimeHub = VisitorStore & {
  authenticate: AuthenticateAgent;
  tellWriting: TellWriting;
  heartbeat: Hearing;
  log: PacketLog;
};

/**
 * @param server where screens come in; null: nowhere, only those of other processes are told
 * @param cluster joined with others, whose screens are told, too
 */
export function startRealtime(
  server: HttpServer | null,
  hub: RealtimeHub,
  cluster: Cluster | null,
): Realtime {
  const io = createIo(server, cluster);
  const agents = io.of(AGENT_NAMESPACE);
  const visitors = io.of(VISITOR_NAMESPACE);
  const guests = serveVisitors({ ...hub, agents, visitors });
  const presences = new Presences(agents, !cluster);
  const rechecks = [serveAgents({ ...hub, agents, visitors, presences }), guests.rechecks];
  const slim = server && serveSlim(server, visitors, guests.slim, MOST_BYTES);
  const guard = cutSlowReaders(io);
  cluster?.watch((missed) => lookAgain(missed, rechecks, agents, visitors));
  const { publish, flush } = createPublisher(agents, visitors, !cluster);
  const counting = new Counting(hub.store, publish, hub.log);
  return {
    publish(workspaceId, effect) {
      publish(workspaceId, effect);
      counting.hear(workspaceId, effect);
    },
    async leave(withinMs) {
      if (!server) return;
      io.engine.use(refuseNewcomers);
      slim?.shut();
      // To our own: the other processes stay.
      agents.local.emit('goodbye', { within: withinMs });
      visitors.local.emit('goodbye', { within: withinMs });
      const lastAt = Date.now() + (cluster ? withinMs + LATECOMERS_MS : 0);
      const left = () => io.engine.clientsCount + (slim?.all().length ?? 0);
      // At least one turn of the event loop, for the farewells to be written.
      do await pause(POLL_MS);
      while (left() > 0 && Date.now() < lastAt);
    },
    async end() {
      clearInterval(guard);
      for (const some of rechecks) some.stop();
      counting.stop();
      flush();
      if (server) await endAll(io, slim?.all() ?? [], FAREWELL_MS);
      slim?.stop();
    },
    close() {
      flush();
      cluster?.close();
    },
    looks: (workspaceId, agentId) => presences.looks(workspaceId, agentId),
    standing: () => ({
      agents: agents.sockets.size,
      visitors: visitors.sockets.size,
      bufferedBytes: server ? bufferedBytes(io) : 0,
    }),
  };
}

function createIo(server: HttpServer | null, cluster: Cluster | null): Server {
  const io = new Server({
    maxHttpBufferSize: MOST_BYTES,
    pingInterval: 25_000,
    pingTimeout: 20_000,
    connectTimeout: 15_000,
    serveClient: false,
    // Recovery would put a socket back into its old rooms without asking anyone; our cursors do better.
    connectionStateRecovery: undefined as never,
    perMessageDeflate: false,
    ...(cluster && { adapter: cluster.adapter }),
  });
  if (server) io.attach(server);
  // Only the two namespaces exist: the nameless one, which the library opens to everybody, leads nowhere.
  io.use((_socket, next) => next(new Error('not_found')));
  return io;
}

function lookAgain(
  { by, over }: Missed,
  rechecks: readonly { all(): void }[],
  agents: AgentNamespace,
  visitors: VisitorNamespace,
): void {
  const packet = { within: LOOK_WITHIN_MS };
  (by === 'ours' ? agents.local : agents).emit('look', packet);
  // Visitors only when it is over: they are many, and beat anyway.
  if (over) (by === 'ours' ? visitors.local : visitors).emit('look', packet);
  // Whoever was shut out at another process meanwhile stayed in here.
  if (over) for (const some of rechecks) some.all();
}

const POLL_MS = 50;

/** Whoever was told goodbye comes back to another process: a proxy that is refused here asks the next. */
function refuseNewcomers(request: IncomingMessage, response: ServerResponse, next: () => void) {
  if (/[?&]sid=/.test(request.url ?? '')) return next();
  response.writeHead(503, { 'retry-after': '1' });
  response.end();
}
