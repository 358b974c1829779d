/** The line as it is drawn: stations for days, messages in groups, and what is still on its way at the end. */
import type { VisitorMessage } from '../../server/wire/visitor.ts';
import type { Outgoing } from './outgoing.ts';

type Place = {
  /** Stays the same while a message turns from outgoing to stored, so that its element does too. */
  id: string;
  /** First and last of one person's run: there the name and the time stand. */
  first: boolean;
  last: boolean;
};

export type Entry =
  | { kind: 'day'; id: string; at: Date }
  | (Place & { kind: 'message'; message: VisitorMessage })
  | (Place & { kind: 'outgoing'; item: Outgoing });

type Draft = { entry: Exclude<Entry, { kind: 'day' }>; who: string; at: Date };

/** Pauses longer than this begin a new group. */
const PAUSE = 5 * 60_000;

export function entriesOf(
  messages: readonly VisitorMessage[],
  outgoing: readonly Outgoing[],
): Entry[] {
  const stored = new Set(messages.map(({ key }) => key));
  const waiting = outgoing.filter(({ key }) => !stored.has(key));
  const drafts = [...messages.map(ofMessage), ...waiting.map(ofOutgoing)];
  return drafts.flatMap((draft, index) => {
    const before = drafts[index - 1];
    const after = drafts[index + 1];
    const newDay = !before || !sameDay(before.at, draft.at);
    const entry: Entry = {
      ...draft.entry,
      first: newDay || !sameRun(before, draft),
      last: !after || !sameDay(draft.at, after.at) || !sameRun(draft, after),
    };
    const day: Entry = { kind: 'day', id: `day-${draft.at.toDateString()}`, at: draft.at };
    return newDay ? [day, entry] : [entry];
  });
}

function ofMessage(message: VisitorMessage): Draft {
  const id = message.key ?? message.id;
  return {
    entry: { kind: 'message', id, message, first: false, last: false },
    who: message.direction === 'in' ? 'in' : `out ${message.author}`,
    at: new Date(message.createdAt),
  };
}

function ofOutgoing(item: Outgoing): Draft {
  return {
    entry: { kind: 'outgoing', id: item.key, item, first: false, last: false },
    who: 'in',
    at: new Date(item.createdAt),
  };
}

const sameRun = (one: Draft, other: Draft): boolean =>
  one.who === other.who && other.at.getTime() - one.at.getTime() < PAUSE;

const sameDay = (one: Date, other: Date): boolean => one.toDateString() === other.toDateString();
