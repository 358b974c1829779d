import { useEffect, useRef, useState } from 'preact/hooks';
import type { Line, LineEvent } from '../../store/line.ts';
import type { Store } from '../../store/store.ts';
import { names } from '../../words/format.ts';
import { unnamed } from '../../words/unnamed.ts';
import { words } from '../../words/words.ts';

type SaidEvent = Extract<LineEvent, { kind: 'message' }>;

/** What comes within this time is told in one sentence. */
const BURST_MS = 1_000;

/** Tells screen readers what arrives: bursts as one sentence, never our own words, never old pages. */
export function Narrator({ store, line }: { store: Store; line: Line }) {
  const [sentence, setSentence] = useState('');
  const told = useRef(line.have);
  const burst = useRef<{ names: Set<string>; count: number } | null>(null);
  const events = line.events.value;
  useEffect(() => {
    const fresh = events.filter(isSaid).filter(({ seq, actor }) => {
      return seq > told.current && actor.id !== store.me.id;
    });
    told.current = line.have;
    if (fresh.length === 0) return;
    const running = burst.current;
    const all = running ?? { names: new Set<string>(), count: 0 };
    for (const { actor, data } of fresh) all.names.add(actor.name || unnamed(data.message));
    all.count += fresh.length;
    burst.current = all;
    if (running) return;
    setTimeout(() => {
      burst.current = null;
      setSentence(words.peek().inbox.thread.announce(all.count, names([...all.names])));
    }, BURST_MS);
  }, [events]);
  return (
    <div class="hidden-text" role="status">
      {sentence}
    </div>
  );
}

const isSaid = (event: LineEvent): event is SaidEvent => event.kind === 'message';
