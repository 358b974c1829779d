/**
 * Who has which conversation before them, or looks at the inbox without one. Nothing of it is stored: every process knows it of all, by telling each other,
 * and what is not said again for a while is no longer believed.
 */
import type { Presence } from '../wire/sockets.ts';
import { type AgentNamespace, type AgentSocket, rooms } from './rooms.ts';

/** Screens say it again with every beat; whoever missed two in a row is gone. */
const BELIEVED_MS = 40_000;

type Known = Presence & { until: number };
type Where = Pick<Presence, 'conversationId' | 'state'>;

export class Presences {
  readonly #agents: AgentNamespace;
  readonly #alone: boolean;
  /** By workspace, then by place. */
  readonly #known = new Map<string, Map<string, Known>>();

  readonly #said = new WeakMap<AgentSocket, Where>();

  /** @param alone whether there are no other processes to tell */
  constructor(agents: AgentNamespace, alone: boolean) {
    this.#agents = agents;
    this.#alone = alone;
    agents.on('present', (workspaceId, presence) => this.#keep(workspaceId, presence));
  }

  /** Tells a newcomer of everybody, and everybody when they leave. */
  attend(socket: AgentSocket): void {
    for (const presence of this.#of(socket.data.actor.workspaceId))
      socket.emit('present', presence);
    socket.once('disconnect', () => {
      if (this.#at(socket)) this.tell(socket, { conversationId: null, state: 'away' });
    });
  }

  /** A window says where it is; looking up whether it may takes its time. */
  hear(socket: AgentSocket, where: Where): void {
    this.#said.set(socket, where);
  }

  /** Whether it said nothing else since. */
  stands(socket: AgentSocket, where: Where): boolean {
    return this.#said.get(socket) === where;
  }

  tell(socket: AgentSocket, where: Where): void {
    const { workspaceId, agentId, name } = socket.data.actor;
    const presence = { place: socket.id, who: { id: agentId, name }, ...where };
    const was = this.#at(socket)?.conversationId ?? null;
    this.#keep(workspaceId, presence);
    // Who looks at no conversation is nowhere that colleagues could meet.
    if (was !== null || where.conversationId !== null) {
      this.#agents.to(rooms.workspace(workspaceId)).emit('present', presence);
    }
    if (!this.#alone) this.#agents.serverSideEmit('present', workspaceId, presence);
  }

  /** They are still there. */
  renew(socket: AgentSocket): void {
    const known = this.#at(socket);
    if (known) this.tell(socket, known);
  }

  /** Whether an agent has a window of ours before their eyes. */
  looks(workspaceId: string, agentId: string): boolean {
    const now = Date.now();
    const known = [...(this.#known.get(workspaceId)?.values() ?? [])];
    return known.some(
      ({ who, state, until }) => who.id === agentId && state !== 'away' && until > now,
    );
  }

  #at(socket: AgentSocket): Where | null {
    const known = this.#known.get(socket.data.actor.workspaceId)?.get(socket.id);
    return known ? { conversationId: known.conversationId, state: known.state } : null;
  }

  #of(workspaceId: string): Presence[] {
    const now = Date.now();
    const known = [...(this.#known.get(workspaceId)?.values() ?? [])];
    return known
      .filter(({ conversationId, until }) => conversationId !== null && until > now)
      .map(({ until: _, ...presence }) => presence);
  }

  #keep(workspaceId: string, presence: Presence): void {
    const places = this.#known.get(workspaceId) ?? new Map<string, Known>();
    this.#known.set(workspaceId, places);
    const now = Date.now();
    for (const [place, { until }] of places) if (until <= now) places.delete(place);
    const { conversationId, state } = presence;
    if (conversationId === null && state === 'away') places.delete(presence.place);
    else places.set(presence.place, { ...presence, until: now + BELIEVED_MS });
    if (places.size === 0) this.#known.delete(workspaceId);
  }
}
