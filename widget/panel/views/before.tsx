/** @jsxImportSource #draw */
/** How many wait before the visitor, while they do. */
import type { VisitorBefore } from '../../../server/wire/visitor.ts';
import type { Chat } from '../chat.ts';
import { useEffect, useSignal } from '../draw/hooks.ts';
import { usePart } from './context.ts';

const AGAIN_MS = 15_000;

export function Before() {
  const { chat, say } = usePart();
  const before = useSignal<number | null>(null);
  const waits = isWaiting(chat);
  const seq = chat.line.messages.value.at(-1)?.seq;
  useEffect(() => {
    before.value = null;
    if (!waits) return;
    let left = false;
    const ask = async () => {
      const said = await placeOf(chat).catch(() => null);
      if (!left) before.value = said;
    };
    void ask();
    const again = setInterval(() => void ask(), AGAIN_MS);
    return () => {
      left = true;
      clearInterval(again);
    };
  }, [waits, seq]);
  const count = before.value;
  if (count === null) return null;
  return <li class="day">{count === 0 ? say('nextUp') : say('before', { count })}</li>;
}

/** Seen, and theirs is the last word, but for what machines say. */
function isWaiting({ place, line, outbox }: Chat): boolean {
  const last = line.messages.value.findLast(
    ({ direction, author }) => direction === 'in' || author,
  );
  const said = last?.direction === 'in' && outbox.items.value.length === 0;
  return said && line.talk.value === 'open' && place.watched.value && place.online.value;
}

async function placeOf({ session, api }: Chat): Promise<number | null> {
  const answer = await session.use((token) => api.call(token, '/waiting'));
  return ((await answer.json()) as VisitorBefore).before;
}
