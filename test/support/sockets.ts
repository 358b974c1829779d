/** Somebody on the live connection, with everything they were told. */
import { io, type Socket } from 'socket.io-client';
import { AGENT_NAMESPACE, VISITOR_NAMESPACE } from '../../server/wire/namespaces.ts';
import type { TestHub } from './hub.ts';
import type { Caller, Visitor } from './people.ts';

const PATIENCE_MS = 5_000;

export type Dial = {
  auth?: Record<string, unknown>;
  headers?: Record<string, string>;
  transport?: 'websocket' | 'polling';
  /** As the widget connects by websocket: what is kept of it is less. */
  slim?: boolean;
};

export class Live {
  readonly socket: Socket;
  /** Every packet since the connection was made, in order; what came in a bundle one by one. */
  readonly told: { name: string; body: unknown }[] = [];

  constructor(socket: Socket) {
    this.socket = socket;
    socket.onAny((name: string, body: unknown) => this.told.push(...unbundled(name, body)));
  }

  get connected(): boolean {
    return this.socket.connected;
  }

  /** What was told under one name. */
  of<Body>(name: string): Body[] {
    return this.told.filter((packet) => packet.name === name).map(({ body }) => body as Body);
  }

  /** Sends a packet and waits for its answer. */
  ask<Answer>(name: string, ...body: unknown[]): Promise<Answer> {
    return this.socket.timeout(PATIENCE_MS).emitWithAck(name, ...body);
  }

  /** The line goes dead without a farewell. */
  cut(): void {
    this.socket.io.engine.close();
  }

  close(): void {
    this.socket.disconnect();
  }
}

const BUNDLES: Record<string, string> = { conversations: 'conversation', events: 'event' };

function unbundled(name: string, body: unknown): { name: string; body: unknown }[] {
  const one = BUNDLES[name];
  return one && Array.isArray(body)
    ? body.map((part) => ({ name: one, body: part }))
    : [{ name, body }];
}

/** Connects once, without coming back. @throws Error with the code of a refusal */
export async function dial(hub: TestHub, namespace: string, how: Dial = {}): Promise<Live> {
  const socket = io(hub.url + namespace, {
    auth: how.auth ?? {},
    extraHeaders: how.headers ?? {},
    transports: [how.transport ?? 'websocket'],
    ...(how.slim && { query: { for: 'visitor' } }),
    reconnection: false,
    forceNew: true,
  });
  const live = new Live(socket);
  await new Promise<void>((resolve, reject) => {
    socket.on('connect', resolve);
    socket.on('connect_error', (error) => {
      socket.disconnect();
      reject(error);
    });
  });
  return live;
}

/** An agent's tab, or a program with the agent's token. */
export function dialAgent(hub: TestHub, agent: Caller, how: Dial = {}): Promise<Live> {
  const { cookie, authorization } = agent.headers;
  const token = authorization?.replace('Bearer ', '');
  return dial(hub, AGENT_NAMESPACE, {
    ...how,
    auth: { ...(token && { token }), ...how.auth },
    headers: { ...(cookie && { cookie }), ...how.headers },
  });
}

/** A visitor's widget. */
export function dialVisitor(hub: TestHub, visitor: Visitor, how: Dial = {}): Promise<Live> {
  const { channelId, token } = visitor;
  const auth = { channelId, token, ...how.auth };
  return dial(hub, VISITOR_NAMESPACE, { slim: true, ...how, auth });
}

/** Why somebody was not let in; 'connected' when they were. */
export async function refusal(dialling: Promise<Live>): Promise<string> {
  try {
    (await dialling).close();
    return 'connected';
  } catch (error) {
    return error instanceof Error ? error.message : 'unknown';
  }
}
