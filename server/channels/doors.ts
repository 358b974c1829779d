/** Channels as their last request found them: read and decrypted once, not for each request. */
import type { Adapter, Settings } from '../../adapters/adapter.ts';
import type { Store } from '../events/scope.ts';
import { Refusal } from '../wire/problems.ts';
import { accessOpenChannel, type ChannelRow } from './access.ts';
import { adapterOf, findChannelHome } from './channels.ts';
import { openSettings, type Vault } from './settings.ts';

/** A channel that somebody knocks at. Only a guess as soon as it is there: whoever stores something looks again. */
export type Opened = {
  workspaceId: string;
  channel: ChannelRow;
  adapter: Adapter;
  settings: Settings;
};

const MOST_KEPT = 500;

export class Doors {
  readonly #store: Store;
  readonly #vault: Vault;
  readonly #kept = new Map<string, Opened>();
  /** Being opened: who comes meanwhile waits for the same, so that nobody overtakes. */
  readonly #opening = new Map<string, Promise<Opened>>();

  constructor(store: Store, vault: Vault) {
    this.#store = store;
    this.#vault = vault;
  }

  /**
   * Does `work` with what is known of the channel. If it refuses and that may be because the channel has changed, it
   * is done once more with the channel as it is now.
   * @throws Refusal not_found
   */
  async through<Result>(
    channelId: string,
    work: (opened: Opened) => Promise<Result>,
  ): Promise<Result> {
    const known = this.#kept.get(channelId) ?? this.#opening.get(channelId);
    if (known) {
      try {
        return await work(await known);
      } catch (error) {
        if (!mayBeOutdated(error)) throw error;
        this.#kept.delete(channelId);
      }
    }
    return work(await this.#openAnew(channelId));
  }

  async #openAnew(channelId: string): Promise<Opened> {
    const opening = this.open(channelId);
    this.#opening.set(channelId, opening);
    try {
      const opened = await opening;
      this.#keep(channelId, opened);
      return opened;
    } finally {
      if (this.#opening.get(channelId) === opening) this.#opening.delete(channelId);
    }
  }

  /** The channel as it is now. @throws Refusal not_found */
  async open(channelId: string): Promise<Opened> {
    const workspaceId = await findChannelHome(this.#store, channelId);
    if (!workspaceId) throw new Refusal('not_found', 'There is no such channel.');
    return this.#store.in(workspaceId, async (scope) => {
      const channel = await accessOpenChannel(scope, channelId);
      const adapter = adapterOf(scope, channel);
      return { workspaceId, channel, adapter, settings: openSettings(this.#vault, channel) };
    });
  }

  #keep(channelId: string, opened: Opened): void {
    this.#kept.set(channelId, opened);
    const [oldest] = this.#kept.keys();
    if (oldest !== undefined && this.#kept.size > MOST_KEPT) this.#kept.delete(oldest);
  }
}

/** @throws Refusal conflict when the channel is set up otherwise by now */
export function refuseOutdated(known: ChannelRow, now: ChannelRow): void {
  const same =
    known.adapter === now.adapter &&
    Buffer.from(known.secrets).equals(now.secrets) &&
    JSON.stringify(known.settings) === JSON.stringify(now.settings);
  if (!same) throw new Refusal('conflict', 'The channel was changed meanwhile.');
}

/** What may be refused for no other reason than that the channel was set up otherwise a moment ago. */
const PERHAPS_OUTDATED = new Set<string>([
  ...['signature', 'not_found', 'conflict'],
  ...['origin_refused', 'verified_only', 'unknown_visitor'],
]);

const mayBeOutdated = (error: unknown): boolean =>
  error instanceof Refusal && PERHAPS_OUTDATED.has(error.code);
