import { useState } from 'preact/hooks';
import type { Pending } from '../../store/outbox.ts';
import type { Store } from '../../store/store.ts';
import { weekdayMoment } from '../../words/format.ts';
import { words } from '../../words/words.ts';
import { markDone } from '../deeds.ts';
import { ask as askAbout, sendFirst, sendLater } from '../desk.ts';
import { takeBackKey, tellSent } from './take-back.ts';
import { whenStopped } from './when-stopped.ts';
import { hindrance, type Later, sendWriting, type Writing } from './writing.ts';
import { leave } from './writing-area.tsx';

export type Sending = ReturnType<typeof useSending>;
type Area = { current: HTMLTextAreaElement | null };

/** The ways to send what is written, and why it did not go. */
export function useSending(writing: Writing, area: Area) {
  const [tried, setTried] = useState(false);
  const { store, row } = writing;
  const attempt = (later?: Later) => {
    const sent = sendWriting(writing, later);
    setTried(!sent);
    const undone = sent && (later || writing.undoSeconds > 0);
    // What can be taken back is taken back by Z, which would be a letter in the field.
    if (undone && area.current) leave(area.current);
    else area.current?.focus();
    return sent;
  };
  const send = () => {
    const sent = attempt();
    if (!sent) return false;
    whenStopped(store, sent);
    say(writing, sent, words.peek().inbox.letters.sent);
    return true;
  };
  const ask = (what: 'snooze' | 'sendLater', prepare: () => void) => () => {
    if (hindrance(writing) !== null) return setTried(true);
    prepare();
    askAbout(what, [row.id]);
  };
  return {
    /** Why it did not go, once somebody tried. */
    why: tried ? hindrance(writing) : null,
    send,
    sendDone: () => {
      const sent = attempt();
      if (!sent) return;
      const reopen = doneQuietly(store, row.id, writing.undoSeconds > 0);
      whenStopped(store, sent, reopen);
      say(writing, sent, words.peek().inbox.letters.sentDone, reopen);
    },
    sendSnooze: ask('snooze', () => {
      sendFirst.value = send;
    }),
    sendLater: ask('sendLater', () => {
      sendLater.value = (at, unlessAnswered) => {
        const sent = attempt({ at, unlessAnswered });
        if (!sent) return;
        whenStopped(store, sent);
        const text = words.peek().inbox.letters.goesAt(weekdayMoment(at));
        tellSent(sent.key, { text, undo: () => void takeBackKey(store, sent.key) });
      };
    }),
  };
}

/** For as long as it can be taken back, the word about it offers that. */
function say(writing: Writing, { key }: Pending, text: string, then?: () => void): void {
  const { store, undoSeconds } = writing;
  if (undoSeconds === 0) return;
  const undo = async () => {
    if (await takeBackKey(store, key)) then?.();
  };
  tellSent(key, { text, undo: () => void undo(), ms: undoSeconds * 1_000 });
}

/**
 * Marks it done. Where sending can be undone, one word tells of both, and one undo takes both back.
 * @returns takes it back
 */
function doneQuietly(store: Store, id: string, together: boolean): () => void {
  const { undo } = store.changes;
  const before = new Set(undo.steps.peek());
  markDone(store, [id]);
  const steps = undo.steps.peek().filter((step) => !before.has(step));
  if (together) for (const step of steps) undo.forget(step);
  return () => {
    for (const step of steps) {
      undo.forget(step);
      void step.back();
    }
  };
}
