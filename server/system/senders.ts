/** The servers that channels send through: really logged in to, and nothing is sent. */
import type { Adapter, Settings, Tools } from '../../adapters/adapter.ts';
import { ChannelError } from '../../adapters/errors.ts';
import type { ChannelRow } from '../channels/access.ts';
import { listChannels } from '../channels/channels.ts';
import { openSettings, type Vault } from '../channels/settings.ts';
import type { Store } from '../events/scope.ts';

export type SendersHub = {
  store: Store;
  vault: Vault;
  tools(channel: { id: string; adapter: string }): Tools;
};

/** Whoever waits for the page does not wait longer. */
const PATIENCE_MS = 5_000;
/** The page asks every few seconds; mail servers shut out whoever logs in that often. */
const GOOD_FOR_MS = 300_000;
const BAD_FOR_MS = 30_000;

/** How it went with one channel; `reason` in words for an admin, null: it would send. */
export type Tried = { name: string; reason: string | null };

/** What a channel was set to when it was tried: whoever mends it sees that at once. */
type Remembered = { set: string; reason: Promise<string | null>; until: number };

export class Senders {
  readonly #hub: SendersHub;
  readonly #remembered = new Map<string, Remembered>();

  constructor(hub: SendersHub) {
    this.#hub = hub;
  }

  /** Those of the workspace's channels that send through a server which can be tried. */
  async try(workspaceId: string): Promise<Tried[]> {
    const { store } = this.#hub;
    const channels = await store.in(workspaceId, (scope) => listChannels(scope));
    const senders = channels.flatMap((channel) => {
      const adapter = store.catalogue.get(channel.adapter);
      return adapter?.checkSending ? [{ channel, adapter }] : [];
    });
    return Promise.all(
      senders.map(async ({ channel, adapter }) => {
        return { name: channel.name, reason: await this.#reason(channel, adapter) };
      }),
    );
  }

  async #reason(channel: ChannelRow, adapter: Adapter): Promise<string | null> {
    const set = JSON.stringify([channel.settings, channel.secrets]);
    const before = this.#remembered.get(channel.id);
    if (before && before.set === set && before.until > Date.now()) return before.reason;
    const { vault, tools } = this.#hub;
    const asked = reasonOf(adapter, openSettings(vault, channel), tools(channel));
    const next = { set, reason: inTime(asked), until: Date.now() + BAD_FOR_MS };
    this.#remembered.set(channel.id, next);
    const reason = await next.reason;
    if (reason === null) next.until = Date.now() + GOOD_FOR_MS;
    return reason;
  }
}

async function reasonOf(adapter: Adapter, settings: Settings, tools: Tools) {
  try {
    await adapter.checkSending?.(settings, tools);
    return null;
  } catch (error) {
    if (error instanceof ChannelError) return error.reason;
    throw error;
  }
}

/** A server that says nothing is one that does not send. */
async function inTime(asked: Promise<string | null>): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS, 'No answer.');
  });
  return Promise.race([asked, late]).finally(() => clearTimeout(timer));
}
