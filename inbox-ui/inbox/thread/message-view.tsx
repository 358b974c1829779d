import type { Message } from '../../../server/wire/messages.ts';
import type { Store } from '../../store/store.ts';
import { clock, moment } from '../../words/format.ts';
import { unnamed } from '../../words/unnamed.ts';
import { words } from '../../words/words.ts';
import { AddressLine } from '../letter/address-line.tsx';
import { Followed, isFollowing } from '../letter/followed.tsx';
import '../letter/letter.css';
import { lazy } from '../../parts/lazy.tsx';
import { LetterBubble } from '../letter/letter-bubble.tsx';
import { Before, Refused, Side } from '../letter/letter-marks.tsx';
import { MessageMenu } from '../letter/message-menu.tsx';
import { isLetter } from '../letter/people.ts';
import { revised } from '../revising/revising.ts';
import { RevisionNote } from '../revising/revision-note.tsx';
import type { LineItem } from './line-items.ts';
import './message.css';
import { placeOf } from './lead-to.ts';
import { Reactions } from './message-marks.tsx';
import { MessageState } from './message-state.tsx';

const EditField = lazy(async () => (await import('../revising/edit-field.tsx')).EditField);

type Props = { store: Store; item: Extract<LineItem, { kind: 'message' }>; last: boolean };

/** Something said, hanging off the line. */
export function MessageView({ store, item, last }: Props) {
  const { message, head } = item;
  const { state } = words.value.inbox;
  const author = nameOf(item);
  return (
    <article
      id={placeOf(message.id)}
      // A quote leads here, and the eye follows the focus.
      tabIndex={-1}
      class={classOf(message, head)}
      aria-label={state.info(author, clock(message.createdAt))}
    >
      {head && <Head message={message} author={author} />}
      {message.side && <Side store={store} message={message} />}
      {isLetter(message) && <AddressLine message={message} />}
      <Before store={store} message={message} />
      <Said store={store} message={message} author={author} head={head} />
      <MessageMenu store={store} message={message} author={author} />
      <Reactions message={message} />
      <Refused message={message} />
      <RevisionNote message={message} />
      {message.direction === 'out' && <MessageState store={store} message={message} last={last} />}
    </article>
  );
}

type SaidProps = { store: Store; message: Message; author: string; head: boolean };

function Said({ message, ...props }: SaidProps) {
  if (revised.value === message.id) return <EditField message={message} />;
  if (isFollowing(message)) return <Followed message={message} />;
  return <LetterBubble message={message} {...props} />;
}

function nameOf({ own, author, message }: Props['item']): string {
  return own ? words.value.inbox.thread.you : author || unnamed(message);
}

function Head({ message, author }: { message: Message; author: string }) {
  const { thread, letters } = words.value.inbox;
  const machine = message.automatic && letters.automatic[message.automatic];
  return (
    <p class="message-head">
      <strong dir="auto">{author}</strong>
      {message.direction === 'note' && <span>{thread.note}</span>}
      <time dateTime={message.createdAt} title={moment(message.createdAt)}>
        {clock(message.createdAt)}
      </time>
      {machine && machine !== author && <span class="tag">{machine}</span>}
    </p>
  );
}

function classOf({ direction, side, automatic, state }: Message, head: boolean): string {
  const marks = [
    head && 'is-head',
    side && 'is-side',
    automatic && 'is-automatic',
    state === 'cancelled' && 'is-cancelled',
  ];
  return ['message', `message-${direction}`, ...marks.filter(Boolean)].join(' ');
}
