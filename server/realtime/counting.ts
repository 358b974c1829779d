/**
 * Tells agents what their screens count. Not with every change: of all changes of a moment the outcome counts, so a busy
 * workspace costs one look at the sums, twice a second, however many messages arrive and however many agents watch.
 */
import { listAgents } from '../agents/agents.ts';
import { foldCounts, readCounts } from '../conversations/counts.ts';
import type { Effect } from '../events/effects.ts';
import type { Store } from '../events/scope.ts';
import type { PacketLog } from './packets.ts';
import type { Publisher } from './publish.ts';

/**
 * Changes of so long are told together. Each is told of no sooner than this after it happened, so that a screen which saw
 * it by itself, and counted it, is set right by what comes last.
 */
const TOGETHER_MS = 500;
/** How often what has gathered in the sums is folded, while it gathers. */
const FOLD_MS = 30_000;

const COUNTED = new Set<Effect['type']>(['conversation', 'own-read', 'own-draft', 'own-mention']);

export class Counting {
  readonly #store: Store;
  readonly #publish: Publisher['publish'];
  readonly #log: PacketLog;
  readonly #due = new Map<string, { timer: NodeJS.Timeout; again: boolean }>();
  readonly #folded = new Map<string, number>();

  constructor(store: Store, publish: Publisher['publish'], log: PacketLog) {
    this.#store = store;
    this.#publish = publish;
    this.#log = log;
  }

  /** After each commit: what of it may change a count? */
  hear(workspaceId: string, { type }: Effect): void {
    if (!COUNTED.has(type)) return;
    const due = this.#due.get(workspaceId);
    if (due) due.again = true;
    else this.#tellSoon(workspaceId);
  }

  stop(): void {
    for (const { timer } of this.#due.values()) clearTimeout(timer);
  }

  #tellSoon(workspaceId: string): void {
    const timer = setTimeout(() => void this.#tell(workspaceId), TOGETHER_MS).unref();
    this.#due.set(workspaceId, { timer, again: false });
  }

  async #tell(workspaceId: string): Promise<void> {
    const again = this.#due.get(workspaceId)?.again;
    this.#due.delete(workspaceId);
    if (again) this.#tellSoon(workspaceId);
    try {
      const told = await this.#store.in(workspaceId, async (scope) => {
        const ids = (await listAgents(scope))
          .filter(({ removedAt }) => !removedAt)
          .map(({ id }) => id);
        const counts = await readCounts(scope, ids);
        return counts.map((count, place) => ({ agentId: ids[place] ?? '', counts: count }));
      });
      for (const one of told) this.#publish(workspaceId, { type: 'own-counts', ...one });
      await this.#fold(workspaceId);
    } catch (error) {
      // Screens ask by themselves when they connect; the next change tells again.
      this.#log.error({ err: error }, 'could not tell the counts');
    }
  }

  async #fold(workspaceId: string): Promise<void> {
    const last = this.#folded.get(workspaceId) ?? 0;
    if (Date.now() - last < FOLD_MS) return;
    this.#folded.set(workspaceId, Date.now());
    await this.#store.in(workspaceId, foldCounts);
  }
}
