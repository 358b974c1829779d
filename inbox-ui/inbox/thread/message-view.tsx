import type { Store } from '../../store/store.ts';
import { clock, moment } from '../../words/format.ts';
import { words } from '../../words/words.ts';
import { AttachmentView } from './attachment-view.tsx';
import type { LineItem } from './line-items.ts';
import './message.css';
import { MessageState } from './message-state.tsx';
import { SafeText } from './safe-text.tsx';

type Props = { store: Store; item: Extract<LineItem, { kind: 'message' }>; last: boolean };

/** Something said, hanging off the line. */
export function MessageView({ store, item, last }: Props) {
  const { message, head } = item;
  const { thread, state } = words.value.inbox;
  const author = item.own ? thread.you : item.author || words.value.inbox.station.someone;
  const time = clock(message.createdAt);
  return (
    <article
      class={`message message-${message.direction}${head ? ' is-head' : ''}`}
      aria-label={state.info(author, time)}
    >
      {head && (
        <p class="message-head">
          <strong dir="auto">{author}</strong>
          {message.direction === 'note' && <span>{thread.note}</span>}
          <time dateTime={message.createdAt} title={moment(message.createdAt)}>
            {time}
          </time>
        </p>
      )}
      <div class="bubble" title={head ? undefined : moment(message.createdAt)}>
        {message.text && <SafeText text={message.text} />}
        {message.unsupported && (
          <p class="bubble-unsupported">{thread.unsupported(message.unsupported)}</p>
        )}
        {message.attachments.map((attachment) => (
          <AttachmentView key={attachment.id} attachment={attachment} />
        ))}
      </div>
      {message.direction === 'out' && <MessageState store={store} message={message} last={last} />}
    </article>
  );
}
