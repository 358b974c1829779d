import { PresenceDot } from '../parts/small.tsx';
import { clock, number, relative } from '../words/format.ts';
import { now } from '../words/now.ts';
import { words } from '../words/words.ts';
import type { Live } from './live.ts';

/** You always know if you are live: a dot and a word; in the tooltip when the server last spoke, and how fast. */
export function ConnectionState({ live, slim }: { live: Live; slim: boolean }) {
  const { shell } = words.value;
  const { name, since } = live.line.value;
  const text = name === 'offline' ? shell.offlineSince(clock(since)) : shell.connection[name];
  const more = details(live, text);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: its tooltip must be reachable without a mouse.
    <span class="rail-connection" tabIndex={0} data-tip={more} aria-description={more}>
      <PresenceDot state={name} />
      <span class={slim ? 'hidden-text' : 'truncate'} role="status">
        {text}
      </span>
    </span>
  );
}

function details(live: Live, text: string): string {
  const { shell } = words.value;
  const heardAt = live.heardAt.value;
  const latency = live.latency.value;
  const heard = heardAt === null ? null : shell.lastHeard(relative(heardAt, now.value));
  const pace = latency === null ? null : shell.latency(number(Math.round(latency)));
  return [text, heard, pace].filter(Boolean).join(' · ');
}
