import { StationMark, type StationShape } from '../../parts/station-mark.tsx';
import type { Store } from '../../store/store.ts';
import { clock, weekdayMoment } from '../../words/format.ts';
import { type Words, words } from '../../words/words.ts';
import { TakeApart } from '../merging/take-apart.tsx';
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
        {leadsElsewhere(event) ? (
          <a href={`/inbox/all/${event.data.conversation.number}`}>
            {sentence(event, store.me.id)}
          </a>
        ) : (
          sentence(event, store.me.id)
        )}
        {event.kind === 'merged' && <TakeApart store={store} event={event} />}
      </span>
      <time dateTime={event.at}>{clock(event.at)}</time>
    </p>
  );
}

function leadsElsewhere(event: StationEvent): event is Linked {
  return LINKED.has(event.kind);
}
type Linked = Extract<StationEvent, { kind: 'related' | 'unmerged' | 'split' | 'unsplit' }>;
const LINKED = new Set<StationEvent['kind']>(['related', 'unmerged', 'split', 'unsplit']);

const SHAPES: Record<StationEvent['kind'], StationShape> = {
  assigned: 'triangle',
  status: 'diamond',
  contact: 'circle',
  blocked: 'diamond',
  related: 'square',
  merged: 'diamond',
  unmerged: 'diamond',
  split: 'diamond',
  unsplit: 'diamond',
  tagged: 'square',
  priority: 'triangle',
  rated: 'circle',
  answered: 'circle',
};

const ENDS = new Set(['done', 'spam']);

function isEnd(event: StationEvent): boolean {
  if (event.kind === 'blocked') return event.data.blocked;
  return event.kind === 'status' && ENDS.has(event.data.status);
}

type Kind = StationEvent['kind'];
type Of<Name extends Kind> = Extract<StationEvent, { kind: Name }>;
type Sentences = { [Name in Kind]: (event: Of<Name>, who: string, me: string) => string };

const SENTENCES: Sentences = {
  contact: ({ data }) => {
    const { name, verified } = data.contact;
    const { station } = words.value.inbox;
    return verified ? station.verified(name) : station.renamed(name);
  },
  blocked: ({ data }, who) => {
    const { blocking } = words.value.inbox;
    return data.blocked ? blocking.did(who) : blocking.undid(who);
  },
  merged: ({ data }, who) => {
    return words.value.inbox.merging.did.merged[data.way](who, data.conversation.number);
  },
  unmerged: ({ data }, who) => {
    return words.value.inbox.merging.did.unmerged[data.way](who, data.conversation.number);
  },
  split: ({ data }, who) => {
    return words.value.inbox.splitting.did.split[data.way](who, data.conversation.number);
  },
  unsplit: ({ data }, who) => {
    return words.value.inbox.splitting.did.unsplit[data.way](who, data.conversation.number);
  },
  related: ({ data }) => words.value.inbox.station.related[data.why](data.conversation.number),
  rated: ({ data: { score, comment } }, who) => {
    const { rated } = words.value.inbox.station;
    return [rated(who, score), comment && `“${comment}”`].filter(Boolean).join(' · ');
  },
  answered: ({ data }, who) => {
    const { answered, asked, agreed } = words.value.inbox.station;
    const { kinds } = words.value.settings.asking;
    const given = data.answers.map(({ kind, label, value }) =>
      kind === 'consent' ? agreed(label, value) : asked(label || kinds[kind], value),
    );
    return [answered(who), ...given].join(' · ');
  },
  status: (event, who) => statusSentence(event, who, words.value.inbox),
  priority: ({ data }, who) => {
    const { priority } = words.value.inbox;
    return priority.changed(who, priority.names[data.priority]);
  },
  tagged: (event, who) => taggedSentence(event, who, words.value.inbox),
  assigned: ({ data: { assignee }, actor }, who, me) => {
    const { station, thread } = words.value.inbox;
    if (assignee === null) return station.unassigned(who);
    if (assignee.id === actor.id) return station.took(who);
    return station.assigned(who, assignee.id === me ? thread.you : assignee.name);
  },
};

function sentence(event: StationEvent, me: string): string {
  const say = SENTENCES[event.kind] as (event: StationEvent, who: string, me: string) => string;
  return say(event, nameOf(event, me, words.value.inbox), me);
}

function taggedSentence({ data }: Of<'tagged'>, who: string, { tags }: Words['inbox']): string {
  const names = (list: readonly { name: string }[]) => list.map(({ name }) => name).join(', ');
  const { added, removed } = data;
  return [
    added.length > 0 && tags.added(who, names(added)),
    removed.length > 0 && tags.removed(who, names(removed)),
  ]
    .filter(Boolean)
    .join(' · ');
}

function statusSentence({ data }: Of<'status'>, who: string, { station }: Words['inbox']): string {
  if (data.cause === 'visitor') return station.endedByVisitor(who);
  if (data.status === 'done') return station.done(who);
  if (data.status === 'spam') return station.spam(who);
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
