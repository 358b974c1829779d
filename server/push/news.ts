/** Hears after each commit what agents may want to be told of, and has it told: what comes in one breath, once. */
import type { FastifyBaseLogger } from 'fastify';
import type { Effect } from '../events/effects.ts';
import type { Store } from '../events/scope.ts';
import { type News, queueNotices } from './notices.ts';

const BREATH_MS = 500;

type Gathered = { news: Map<string, News>; timer: NodeJS.Timeout };

export class Newsroom {
  readonly #store: Store;
  readonly #log: Pick<FastifyBaseLogger, 'warn'>;
  readonly #gathered = new Map<string, Gathered>();

  constructor(store: Store, log: Pick<FastifyBaseLogger, 'warn'>) {
    this.#store = store;
    this.#log = log;
  }

  hear(workspaceId: string, effect: Effect): void {
    const news = newsIn(effect);
    if (!news) return;
    const gathered = this.#gathered.get(workspaceId) ?? this.#begin(workspaceId);
    const key = `${news.conversationId} ${'called' in news ? news.called : ''}`;
    gathered.news.set(key, news);
  }

  /** What has gathered is queued now, for whoever goes on with it. */
  async stop(): Promise<void> {
    await Promise.all([...this.#gathered.keys()].map((workspaceId) => this.#tell(workspaceId)));
  }

  #begin(workspaceId: string): Gathered {
    const timer = setTimeout(() => void this.#tell(workspaceId), BREATH_MS).unref();
    const gathered: Gathered = { news: new Map(), timer };
    this.#gathered.set(workspaceId, gathered);
    return gathered;
  }

  async #tell(workspaceId: string): Promise<void> {
    const gathered = this.#gathered.get(workspaceId);
    if (!gathered) return;
    clearTimeout(gathered.timer);
    this.#gathered.delete(workspaceId);
    try {
      const news = [...gathered.news.values()];
      await this.#store.in(workspaceId, (scope) => queueNotices(scope, news));
    } catch (error) {
      // A notice is lost, and nothing else: what it would have told of waits in the inbox.
      this.#log.warn({ err: error, workspace: workspaceId }, 'could not queue notices');
    }
  }
}

/** A customer said something, or a note calls a colleague. */
function newsIn(effect: Effect): News | null {
  if (effect.type === 'own-mention') {
    const { agentId: called, conversationId, seq } = effect;
    return { conversationId, seq, called };
  }
  if (effect.type !== 'conversation') return null;
  const { id: conversationId, assignee, followerIds } = effect.conversation;
  const said = effect.events.findLast(
    ({ kind, data }) =>
      kind === 'message' && data.message.direction === 'in' && data.message.automatic !== 'reply',
  );
  if (!said) return null;
  return { conversationId, seq: said.seq, assigneeId: assignee?.id ?? null, followerIds };
}
