/** The Socket.IO server: two namespaces, one way in for each, and no reader may hold us up. */
import type { Server as HttpServer } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { Server } from 'socket.io';
import type { VisitorStore } from '../channels/visitors.ts';
import type { TellWriting } from '../deliveries/signals.ts';
import { AGENT_NAMESPACE, VISITOR_NAMESPACE } from '../wire/namespaces.ts';
import { type AuthenticateAgent, serveAgents } from './agents.ts';
import type { Cluster } from './cluster.ts';
import type { PacketLog } from './packets.ts';
import { createPublisher, type Publisher } from './publish.ts';
import { cutSlowReaders, endAll } from './slow-readers.ts';
import { serveVisitors } from './visitors.ts';

/** Largest packet a client may send. */
const MOST_BYTES = 64 * 1024;

/** How long connections get to end by themselves when we stop. */
const FAREWELL_MS = 1_000;

export type Realtime = {
  publish: Publisher['publish'];
  /** Tells everyone to come back within `withinMs`, then closes all connections. */
  stop(withinMs: number): Promise<void>;
};

export type RealtimeHub = VisitorStore & {
  authenticate: AuthenticateAgent;
  tellWriting: TellWriting;
  log: PacketLog;
};

/** @param cluster joined with others, whose screens are told, too */
export function startRealtime(
  server: HttpServer,
  hub: RealtimeHub,
  cluster: Cluster | null,
): Realtime {
  let leaving = false;
  const io = new Server(server, {
    // Who was told goodbye comes back to the next process, not to this one while it ends.
    allowRequest: (_request, answer) => answer(leaving ? 'leaving' : null, !leaving),
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
  // Only the two namespaces exist: the nameless one, which the library opens to everybody, leads nowhere.
  io.use((_socket, next) => next(new Error('not_found')));
  const agents = io.of(AGENT_NAMESPACE);
  const visitors = io.of(VISITOR_NAMESPACE);
  serveAgents({ ...hub, agents, visitors });
  serveVisitors({ ...hub, agents, visitors });
  const guard = cutSlowReaders(io);
  const { publish, flush } = createPublisher(agents, visitors, cluster === null);
  return {
    publish,
    async stop(withinMs) {
      clearInterval(guard);
      leaving = true;
      flush();
      // To our own: the other processes stay.
      agents.local.emit('goodbye', { within: withinMs });
      visitors.local.emit('goodbye', { within: withinMs });
      // One turn of the event loop for the farewells to be written.
      await pause(50);
      await endAll(io, FAREWELL_MS);
      cluster?.close();
    },
  };
}
