import { StationMark, type StationShape } from '../../parts/station-mark.tsx';
import type { Store } from '../../store/store.ts';
import { clock, weekdayMoment } from '../../words/format.ts';
import { type Words, words } from '../../words/words.ts';
import type { StationEvent } from './line-items.ts';

type Props = { store: Store; event: StationEvent };

/** Something happened to the conversation: a mark on the line, a word, a time. */
export function StationView({ store, event }: Props) {
  return (
    <p class="station">
      <span class="station-place">
        <StationMark shape={SHAPES[event.kind]} filled={isEnd(event)} />
      </span>
      <span dir="auto">
        {event.kind === 'related' ? (
          <a href={`/inbox/all/${event.data.conversation.number}`}>
            {sentence(event, store.me.id, words.value)}
          </a>
        ) : (
          sentence(event, store.me.id, words.value)
        )}
      </span>
      <time dateTime={event.at}>{clock(event.at)}</time>
    </p>
  );
}

const SHAPES: Record<StationEvent['kind'], StationShape> = {
  assigned: 'triangle',
  status: 'diamond',
  contact: 'circle',
  related: 'square',
  tagged: 'square',
  priority: 'triangle',
};

function isEnd(event: StationEvent): boolean {
  return event.kind === 'status' && event.data.status === 'done';
}

function sentence(event: StationEvent, me: string, { inbox }: Words): string {
  const { station } = inbox;
  const who = nameOf(event, me, inbox);
  if (event.kind === 'contact') {
    const { name, verified } = event.data.contact;
    return verified ? station.verified(name) : station.renamed(name);
  }
  if (event.kind === 'related') {
    const { conversation, why } = event.data;
    return station.related[why](conversation.number);
  }
  if (event.kind === 'status') return statusSentence(event, who, inbox);
  if (event.kind === 'priority') {
    return inbox.priority.changed(who, inbox.priority.names[event.data.priority]);
  }
  if (event.kind === 'tagged') return taggedSentence(event, who, inbox);
  const { assignee } = event.data;
  if (assignee === null) return station.unassigned(who);
  if (assignee.id === event.actor.id) return station.took(who);
  return station.assigned(who, assignee.id === me ? inbox.thread.you : assignee.name);
}

function taggedSentence(
  { data }: Extract<StationEvent, { kind: 'tagged' }>,
  who: string,
  { tags }: Words['inbox'],
): string {
  const names = (list: readonly { name: string }[]) => list.map(({ name }) => name).join(', ');
  const { added, removed } = data;
  return [
    added.length > 0 && tags.added(who, names(added)),
    removed.length > 0 && tags.removed(who, names(removed)),
  ]
    .filter(Boolean)
    .join(' · ');
}

function statusSentence(
  { data }: Extract<StationEvent, { kind: 'status' }>,
  who: string,
  { station }: Words['inbox'],
): string {
  if (data.status === 'done') return station.done(who);
  if (data.status === 'snoozed') {
    return station.snoozed(who, data.snoozedUntil ? weekdayMoment(data.snoozedUntil) : '');
  }
  if (data.cause === 'timer') return station.woke;
  return data.cause === 'reply' ? station.reopenedByReply(who) : station.reopened(who);
}

function nameOf({ actor }: StationEvent, me: string, { thread, station }: Words['inbox']): string {
  if (actor.kind === 'system') return station.system;
  if (actor.id === me) return thread.you;
  return actor.name || station.someone;
}
