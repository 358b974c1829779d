/** Echoes that came while something of ours was on its way: looked at again until it is clear whose word they are. */
import type { InboundEcho } from '../../adapters/message.ts';
import type { Files } from '../attachments/files.ts';
import { accessChannel } from '../channels/access.ts';
import { openSettings, type Vault } from '../channels/settings.ts';
import { FIRST_WAIT_MS, receiveEcho } from '../conversations/echo.ts';
import type { Store } from '../events/scope.ts';
import { keepFiles } from './files.ts';
import { readRaw } from './raw.ts';

const LONGEST_WAIT_MS = 30_000;
/** After so many looks, half a minute later, only the very same words on their way keep an echo back. */
const PATIENT_LOOKS = 5;

type Intake = { store: Store; vault: Vault; files: Files };

/** Looks at the echoes of a request again. @returns when to look once more; null when all is clear */
export async function lookAtLateEchoes(
  { store, vault, files }: Intake,
  workspaceId: string,
  ingressId: string,
  look: number,
): Promise<number | null> {
  const { request, channel, adapter, settings } = await store.in(workspaceId, async (scope) => {
    const raw = await readRaw(scope, ingressId);
    const channel = await accessChannel(scope, raw.channelId);
    const adapter = channel.removedAt ? undefined : scope.catalogue.get(channel.adapter);
    return { ...raw, channel, adapter, settings: openSettings(vault, channel) };
  });
  if (!adapter) return null;
  const events = await adapter.parse(request, settings);
  const echoes = events.filter((event): event is InboundEcho => event.type === 'echo');
  const deliveries = await keepFiles(files, echoes);
  const outcomes = await store.in(workspaceId, async (scope) => {
    const outcomes: string[] = [];
    for (const [index, event] of echoes.entries()) {
      const arrival = { channel, event, ingressId, files: deliveries[index]?.files ?? [] };
      outcomes.push(await receiveEcho(scope, arrival, look < PATIENT_LOOKS));
    }
    return outcomes;
  });
  const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** look);
  return outcomes.includes('waits') ? wait : null;
}
