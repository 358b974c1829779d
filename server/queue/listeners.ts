/** Runs the channels that fetch by themselves, each on one process at a time. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import type { Listening, Tools } from '../../adapters/adapter.ts';
import { accessOpenChannel } from '../channels/access.ts';
import { adapterOf } from '../channels/channels.ts';
import {
  type Held,
  holdListeners,
  readBookmark,
  refuseWithoutLease,
  releaseListeners,
  reportFetching,
  saveBookmark,
} from '../channels/listening.ts';
import { openSettings } from '../channels/settings.ts';
import { inPlace } from '../failpoints.ts';
import { acceptAll, type Intake } from '../ingress/accept.ts';
import type { Opened } from '../ingress/place.ts';

const LOOK_MS = 2_000;
/** Longer than a pause of the process that is no death; shorter than anybody wants to wait for mail after one. */
const LEASE_MS = 30_000;
const AGAIN_MS = 5_000;

type Running = { version: number; end: AbortController; ended: Promise<void> };

export type ListenersHub = Intake & {
  /** Tools that live as long as the signal. */
  tools(channel: { id: string; adapter: string }, signal: AbortSignal): Tools;
  log: Pick<FastifyBaseLogger, 'warn'>;
};

export class Listeners {
  readonly #hub: ListenersHub;
  readonly #holder = randomUUID();
  readonly #running = new Map<string, Running>();
  #timer: NodeJS.Timeout | null = null;
  #looking: Promise<void> | null = null;

  constructor(hub: ListenersHub) {
    this.#hub = hub;
  }

  start(): void {
    this.#timer = setInterval(() => this.#look(), LOOK_MS);
    this.#look();
  }

  /** Ends all fetching and lets others take over. */
  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    await this.#looking;
    for (const { end } of this.#running.values()) end.abort();
    await Promise.allSettled([...this.#running.values()].map(({ ended }) => ended));
    await releaseListeners(this.#hub.store, this.#holder).catch(() => undefined);
  }

  #look(): void {
    this.#looking ??= this.#settle()
      .catch((error: unknown) => this.#hub.log.warn({ err: error }, 'could not look for channels'))
      .finally(() => {
        this.#looking = null;
      });
  }

  /** What we hold runs, in its present version; nothing else does. */
  async #settle(): Promise<void> {
    const held = await holdListeners(this.#hub.store, this.#holder, LEASE_MS);
    const wanted = new Map(held.map((one) => [one.channelId, one]));
    for (const [channelId, running] of this.#running) {
      if (wanted.get(channelId)?.version !== running.version) running.end.abort();
    }
    for (const one of held) {
      if (this.#timer && !this.#running.has(one.channelId)) this.#run(one);
    }
  }

  #run(held: Held): void {
    const end = new AbortController();
    const ended = inPlace('listen', () => this.#listen(held, end.signal)).finally(() => {
      this.#running.delete(held.channelId);
    });
    this.#running.set(held.channelId, { version: held.version, end, ended });
  }

  /** Whatever an adapter throws is trouble of this one channel: said, and tried again. */
  async #listen(held: Held, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.#listenOnce(held, signal);
      } catch (error) {
        if (signal.aborted) return;
        this.#hub.log.warn({ err: error, channel: held.channelId }, 'fetching failed');
        await this.#report(held, 'Fetching failed; it is tried again.').catch(() => undefined);
      }
      await pause(AGAIN_MS, signal);
    }
  }

  async #listenOnce(held: Held, signal: AbortSignal): Promise<void> {
    const { store, vault } = this.#hub;
    const { workspaceId, channelId } = held;
    const { adapter, settings, bookmark } = await store.in(workspaceId, async (scope) => {
      const channel = await accessOpenChannel(scope, channelId);
      const adapter = adapterOf(scope, channel);
      const bookmark = await readBookmark(scope, channelId);
      return { adapter, settings: openSettings(vault, channel), bookmark };
    });
    const tools = this.#hub.tools({ id: channelId, adapter: adapter.id }, signal);
    const opened = { adapter, settings };
    await adapter.listen?.(settings, this.#listening(held, opened, { ...tools, bookmark }));
  }

  #listening(held: Held, opened: Opened, lent: Tools & { bookmark: string }): Listening {
    const { workspaceId, channelId } = held;
    const { store } = this.#hub;
    return {
      ...lent,
      receive: async (requests, reached) => {
        const place = { workspaceId, channelId, door: 'intake', opened } as const;
        const recheck = async (scope: Parameters<typeof saveBookmark>[0]) => {
          await refuseWithoutLease(scope, channelId, this.#holder);
          await saveBookmark(scope, channelId, reached);
        };
        await acceptAll(this.#hub, { ...place, recheck }, requests);
      },
      keep: (reached) =>
        store.in(workspaceId, async (scope) => {
          await refuseWithoutLease(scope, channelId, this.#holder);
          await saveBookmark(scope, channelId, reached);
        }),
      report: (problem) => this.#report(held, problem),
    };
  }

  #report({ workspaceId, channelId }: Held, problem: string | null): Promise<void> {
    return this.#hub.store.in(workspaceId, (scope) => reportFetching(scope, channelId, problem));
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  // Resolves at once when it is aborted already.
  return sleep(ms, undefined, { signal }).catch(() => undefined);
}
