/**
 * What is to be done for each workspace again and again, beside all else and never in its way: after each piece of work it
 * rests three times as long. A piece is one transaction, so whatever ends the process loses a piece at most.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import { listWorkspaces } from '../agents/directory.ts';
import { forgetSessions } from '../agents/sessions.ts';
import { continueByMail } from '../conversations/continuing/continue.ts';
import { forgetReceipts } from '../deliveries/parked.ts';
import type { Scope, Store } from '../events/scope.ts';
import { forgetRaw } from '../ingress/forget.ts';
import { queueDigests } from '../mails/digest.ts';
import { forgetMails } from '../mails/queue.ts';
import { follow } from '../search/follow.ts';

/** How much was done, and whether there is more to do. */
type Piece = { count: number; more: boolean };

export type Errand = {
  everyMs: number;
  /** What is said in the log of all that was done; null: nothing. */
  tells: string | null;
  work(scope: Scope): Promise<Piece>;
};

const ROUND_MS = 1_000;
const DIGESTS_MS = 5_000;
const HOUR_MS = 3_600_000;
const REST = 3;

/**
 * @param keepRawDays how long raw requests are kept; 0: for ever. @param mailsOut whether the installation sends mails itself
 * @param stopUrl where a reader of mails ends them
 */
export const errands = (
  { keepRawDays, mailsOut }: { keepRawDays: number; mailsOut: boolean },
  stopUrl: Parameters<typeof continueByMail>[0],
): Errand[] => [
  { everyMs: 0, tells: null, work: follow },
  { everyMs: 0, tells: 'unread answers sent after their readers', work: continueByMail(stopUrl) },
  { everyMs: HOUR_MS, tells: 'ended log-ins forgotten', work: forgetSessions },
  { everyMs: HOUR_MS, tells: 'old mails forgotten', work: forgetMails },
  ...(mailsOut ? [{ everyMs: DIGESTS_MS, tells: 'digests queued', work: queueDigests }] : []),
  { everyMs: HOUR_MS, tells: 'receipts without a message forgotten', work: forgetReceipts },
  ...(keepRawDays > 0
    ? [{ everyMs: HOUR_MS, tells: 'raw requests forgotten', work: forgetRaw(keepRawDays) }]
    : []),
];

export class Rounds {
  readonly #store: Store;
  readonly #errands: readonly Errand[];
  readonly #log: Pick<FastifyBaseLogger, 'info' | 'warn'>;
  /** By errand and workspace: when it was run last. */
  readonly #ran = new Map<Errand, Map<string, number>>();
  readonly #end = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(
    store: Store,
    errands: readonly Errand[],
    log: Pick<FastifyBaseLogger, 'info' | 'warn'>,
  ) {
    this.#store = store;
    this.#errands = errands;
    this.#log = log;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** Resolves when the piece of work in hand is done. */
  async stop(): Promise<void> {
    this.#end.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#end.signal.aborted) {
      const began = performance.now();
      try {
        for (const workspaceId of await listWorkspaces(this.#store)) await this.#visit(workspaceId);
      } catch (error) {
        this.#log.warn({ err: error }, 'could not look after the workspaces');
      }
      await this.#pause(ROUND_MS + (performance.now() - began) * REST);
    }
  }

  /** Trouble with one errand is no reason to leave the others. */
  async #visit(workspaceId: string): Promise<void> {
    for (const errand of this.#errands) {
      try {
        if (this.#isTime(errand, workspaceId)) await this.#do(workspaceId, errand);
      } catch (error) {
        this.#log.warn({ err: error, workspace: workspaceId }, 'could not look after a workspace');
      }
    }
  }

  #isTime(errand: Errand, workspaceId: string): boolean {
    const ran = this.#ran.get(errand) ?? new Map<string, number>();
    this.#ran.set(errand, ran);
    if (performance.now() - (ran.get(workspaceId) ?? -errand.everyMs) < errand.everyMs)
      return false;
    ran.set(workspaceId, performance.now());
    return true;
  }

  async #do(workspaceId: string, { work, tells }: Errand): Promise<void> {
    let total = 0;
    for (let more = true; more && !this.#end.signal.aborted; ) {
      const began = performance.now();
      const piece = await this.#store.in(workspaceId, work);
      total += piece.count;
      more = piece.more;
      if (more) await this.#pause((performance.now() - began) * REST);
    }
    if (tells && total > 0) this.#log.info({ workspace: workspaceId, count: total }, tells);
  }

  async #pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#end.signal }).catch(() => undefined);
  }
}
