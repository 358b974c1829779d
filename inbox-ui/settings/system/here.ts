/** What only the browser can find out: by which address it came, whether a WebSocket gets through, and what time it has. */
import type { SystemReport } from '../../../server/wire/system.ts';
import type { Said } from './said.ts';

/** A check of the server, or one of these. */
export type Check = {
  about: keyof Said['about'];
  state: keyof Said['states'];
  finding: keyof Said['findings'];
  facts: Record<string, string | number>;
};

const PATIENCE_MS = 5_000;
/** Less is the way there and back, and nobody's business. */
const MOST_OFF_SECONDS = 30;

export function visitedCheck({ publicUrl }: SystemReport, here = location.origin): Check {
  const facts = { url: publicUrl, here };
  return publicUrl === here
    ? { about: 'visited', state: 'good', finding: 'visited-good', facts }
    : { about: 'visited', state: 'attention', finding: 'visited-elsewhere', facts };
}

/** @param now the device's time when the report came */
export function watchCheck({ at }: SystemReport, now: number): Check {
  const offSeconds = Math.round(Math.abs(now - Date.parse(at)) / 1000);
  const off = offSeconds > MOST_OFF_SECONDS;
  return {
    about: 'watch',
    state: off ? 'attention' : 'good',
    finding: off ? 'watch-off' : 'watch-good',
    facts: { offSeconds },
  };
}

/** Really opens one, beside the one in use, and waits for the server's first word. */
export async function liveCheck(): Promise<Check> {
  const begun = performance.now();
  const opened = await firstWord(`${location.origin.replace(/^http/, 'ws')}${HANDSHAKE}`);
  const facts = { answerMs: Math.round(performance.now() - begun) };
  return opened
    ? { about: 'live', state: 'good', finding: 'live-good', facts }
    : { about: 'live', state: 'broken', finding: 'live-blocked', facts: {} };
}

const HANDSHAKE = '/socket.io/?EIO=4&transport=websocket';

function firstWord(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = new WebSocket(address);
    const end = (heard: boolean) => {
      clearTimeout(late);
      socket.close();
      resolve(heard);
    };
    const late = setTimeout(() => end(false), PATIENCE_MS);
    // Engine.IO's own "open": a proxy that only pretends does not say it.
    socket.onmessage = ({ data }) => end(typeof data === 'string' && data.startsWith('0'));
    socket.onerror = () => end(false);
  });
}
