import { useState } from 'preact/hooks';
import { markDone } from '../deeds.ts';
import { question, sendFirst } from '../desk.ts';
import { hindrance, sendWriting, type Writing } from './writing.ts';

export type Sending = ReturnType<typeof useSending>;

/** The ways to send what is written, and why it did not go. */
export function useSending(writing: Writing, area: { current: HTMLTextAreaElement | null }) {
  const [tried, setTried] = useState(false);
  const { store, row } = writing;
  const attempt = (then?: () => void) => () => {
    const sent = sendWriting(writing);
    setTried(!sent);
    if (sent) then?.();
    area.current?.focus();
    return sent;
  };
  const askMoment = () => {
    if (hindrance(writing) !== null) return setTried(true);
    sendFirst.value = attempt();
    question.value = 'snooze';
  };
  return {
    /** Why it did not go, once somebody tried. */
    why: tried ? hindrance(writing) : null,
    send: attempt(),
    sendDone: attempt(() => markDone(store, row.id)),
    sendSnooze: askMoment,
  };
}
