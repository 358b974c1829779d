/** Secret settings that a platform exchanges by itself: what an adapter hands over is kept under its channel. */
import type { Secrets } from '../../adapters/adapter.ts';
import { ChannelError } from '../../adapters/errors.ts';
import { channels } from '../database/schema/channels.ts';
import type { Scope, Store } from '../events/scope.ts';
import { Refusal } from '../wire/problems.ts';
import { accessOpenChannel, lockOpenChannel, ofChannel } from './access.ts';
import { adapterOf, findChannelHome } from './channels.ts';
import { openSettings, type Vault } from './settings.ts';

export type Safe = { store: Store; vault: Vault };

export function secretsOf({ store, vault }: Safe, channelId: string): Secrets {
  const inside = <Result>(work: (scope: Scope) => Promise<Result>) =>
    inWords(async () => {
      const home = await findChannelHome(store, channelId);
      if (home === null) throw new Refusal('not_found', 'There is no such channel.');
      return store.in(home, work);
    });
  return {
    current: (key) =>
      inside(async (scope) => {
        const channel = await accessOpenChannel(scope, channelId);
        refuseOthers(adapterOf(scope, channel).settings, key);
        return openSettings(vault, channel)[key] ?? '';
      }),
    replace: (key, { was, next }) =>
      inside(async (scope) => {
        const channel = await lockOpenChannel(scope, channelId);
        refuseOthers(adapterOf(scope, channel).settings, key);
        const place = { workspaceId: scope.workspaceId, channelId };
        const secrets = vault.open(channel.secrets, place);
        const kept = secrets[key] ?? '';
        if (kept !== was) return kept;
        const sealed = vault.seal({ ...secrets, [key]: next }, place);
        await scope.tx.update(channels).set({ secrets: sealed }).where(ofChannel(scope, channelId));
        return next;
      }),
  };
}

function refuseOthers(fields: readonly { key: string; secret: boolean }[], key: string): void {
  if (fields.some((field) => field.secret && field.key === key)) return;
  throw new Error(`${key} is no secret setting of this adapter`);
}

/** An adapter knows only its own kind of error, and must not take a database in trouble for a platform. */
async function inWords<Result>(errand: () => Promise<Result>): Promise<Result> {
  try {
    return await errand();
  } catch (error) {
    if (error instanceof Refusal) throw new ChannelError('rejected', error.detail);
    throw new ChannelError('retry', 'The settings of the channel are out of reach at the moment.');
  }
}
