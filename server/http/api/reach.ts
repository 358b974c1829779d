/** Errands that an adapter runs at its platform because somebody asked for it here. */
import type { Adapter, Settings, Tools } from '../../../adapters/adapter.ts';
import { ChannelError } from '../../../adapters/errors.ts';
import { accessOpenChannel } from '../../channels/access.ts';
import { adapterOf } from '../../channels/channels.ts';
import { openSettings, type Vault } from '../../channels/settings.ts';
import { Refusal } from '../../wire/problems.ts';
import type { Store } from '../door.ts';

export type Reaching = {
  store: Store;
  vault: Vault;
  tools(channel: { id: string; adapter: string }): Tools;
};

export type Reached = { adapter: Adapter; settings: Settings; tools: Tools };

/** Adapter and settings, read in a transaction that is over before anything remote is asked. @throws Refusal not_found */
export async function reach(
  { store, vault, tools }: Reaching,
  workspaceId: string,
  id: string,
): Promise<Reached> {
  const { adapter, settings } = await store.in(workspaceId, async (scope) => {
    const channel = await accessOpenChannel(scope, id);
    return { adapter: adapterOf(scope, channel), settings: openSettings(vault, channel) };
  });
  return { adapter, settings, tools: tools({ id, adapter: adapter.id }) };
}

/** @throws Refusal conflict in the words of the adapter's own error */
export async function inWords<Result>(errand: () => Promise<Result>): Promise<Result> {
  try {
    return await errand();
  } catch (error) {
    if (error instanceof ChannelError) throw new Refusal('conflict', error.reason);
    throw error;
  }
}
