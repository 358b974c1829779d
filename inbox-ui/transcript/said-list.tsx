import type { Message } from '../../server/wire/messages.ts';
import { bytes, clock, date } from '../words/format.ts';
import { unnamed } from '../words/unnamed.ts';
import { words } from '../words/words.ts';

type Channels = ReadonlyMap<string, string>;

/** What was said, day by day; the channel is named where it changes. */
export function SaidList({ messages, channels }: { messages: Message[]; channels: Channels }) {
  return (
    <ol class="transcript-said">
      {messages.map((message, at) => {
        const before = messages[at - 1];
        const day = date(message.createdAt);
        return (
          <li key={message.id}>
            {(!before || date(before.createdAt) !== day) && <h2>{day}</h2>}
            <Said message={message} channel={channelOf(message, messages.slice(0, at), channels)} />
          </li>
        );
      })}
    </ol>
  );
}

/** Its name, unless what was said last came by the same. */
function channelOf({ channelId }: Message, before: Message[], channels: Channels): string | null {
  const last = before.findLast((one) => one.channelId !== null)?.channelId;
  return channelId === null || channelId === last ? null : (channels.get(channelId) ?? null);
}

function Said({ message, channel }: { message: Message; channel: string | null }) {
  const { inbox } = words.value;
  const said = inbox.transcript;
  const { author, createdAt, direction, side, text, unsupported, attachments } = message;
  const internal = direction === 'note' ? said.note : side ? said.side : null;
  return (
    <article class={`transcript-message is-${direction}${internal ? ' is-internal' : ''}`}>
      <h3>
        <bdi>{author?.name ?? unnamed(message)}</bdi>
        <time dateTime={createdAt}>{clock(createdAt)}</time>
        {channel && <span>{channel}</span>}
        {internal && <span>{internal}</span>}
      </h3>
      {text && (
        <p class="transcript-text" dir="auto">
          {text}
        </p>
      )}
      {unsupported && <p>{inbox.thread.unsupported(unsupported)}</p>}
      {attachments.map(({ id, name, size }) => (
        <p key={id} class="transcript-file" dir="auto">
          {said.file(name, bytes(size))}
        </p>
      ))}
    </article>
  );
}
