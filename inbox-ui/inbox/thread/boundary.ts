import { signal, useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Line } from '../../store/line.ts';
import type { Store } from '../../store/store.ts';
import { countNew } from './line-items.ts';

/** Everything of the customer above `seq` is new. `away`: it came while there was no live line. */
export type Boundary = { seq: number; away: boolean };

/** When the line was last lost, and how far each conversation had come then. */
const lost = signal<{ id: string; have: number } | null>(null);

/** Where the reader left off: kept as it was at opening, so that the divider does not run away while reading. */
export function useBoundary(store: Store, line: Line): Boundary | null {
  const boundary = useSignal(leftOff(store, line.id));
  const decided = useRef(store.conversations.peek(line.id) !== undefined);
  const known = store.conversations.row(line.id).value !== undefined;
  useLayoutEffect(() => {
    // Opened by its address, the line may be here before the row that knows what was read.
    if (known && !decided.current) boundary.value = leftOff(store, line.id);
    decided.current ||= known;
  }, [known]);
  const { name } = store.connection.state.value;
  useEffect(() => {
    if (name === 'offline') lost.value = { id: line.id, have: line.have };
    const before = lost.peek();
    if (name !== 'live' || before?.id !== line.id) return;
    lost.value = null;
    const missed = countNew(line.events.peek(), before.have);
    if (missed > 0) boundary.value = { seq: before.have, away: true };
  }, [name, line]);
  useAnswered(store, line, () => {
    boundary.value = null;
  });
  return boundary.value;
}

/** What was never read at all has no middle to divide. */
function leftOff(store: Store, id: string): Boundary | null {
  const row = store.conversations.peek(id);
  const unread = row !== undefined && row.readSeq > 0 && row.inboundSeq > row.readSeq;
  return unread ? { seq: row.readSeq, away: false } : null;
}

/** Whoever answers has read: the divider has done its work. */
function useAnswered(store: Store, line: Line, clear: () => void): void {
  const writing = store.outbox.pending.value.filter((one) => one.conversationId === line.id).length;
  useEffect(() => {
    if (writing > 0) clear();
  }, [writing]);
}
