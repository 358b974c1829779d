import type { SearchResult } from '../../../server/wire/search.ts';
import { ChannelMark, Tag } from '../../parts/small.tsx';
import { shortMoment } from '../../words/format.ts';
import { now } from '../../words/now.ts';
import { words } from '../../words/words.ts';
import { addressOf } from '../desk.ts';

/** A message that says so, or a conversation that is called so. */
export function Result({ result }: { result: SearchResult }) {
  const { conversation, message, excerpt, marks } = result;
  const { context, list, thread } = words.value.inbox;
  const address = addressOf(conversation.id, 'all');
  const at = message?.createdAt ?? conversation.lastMessageAt;
  const said = { in: '', out: list.reply, note: list.note }[message?.direction ?? 'in'];
  return (
    <li>
      <a class="search-result" href={message ? `${address}?message=${message.id}` : address}>
        <ChannelMark adapter={conversation.channel.adapter} mark={conversation.channel.mark} />
        <span class="search-main">
          <span class="search-name">
            <strong dir="auto">{conversation.contact.name}</strong>
            <span class="number">{thread.number(conversation.number)}</span>
            {conversation.status !== 'open' && <Tag>{context.statuses[conversation.status]}</Tag>}
          </span>
          <span class="search-excerpt" dir="auto">
            {message ? said : ''}
            {message ? (
              <Marked text={excerpt} marks={marks} />
            ) : (
              conversation.subject || conversation.preview
            )}
          </span>
        </span>
        <time dateTime={at}>{shortMoment(at, now.value)}</time>
      </a>
    </li>
  );
}

/** The words that were looked for stand out. */
function Marked({ text, marks }: { text: string; marks: SearchResult['marks'] }) {
  const starts = [0, ...marks.map(([, to]) => to)];
  return (
    <>
      {starts.map((start, index) => {
        const [from, to] = marks[index] ?? [text.length, text.length];
        return [
          text.slice(start, from),
          to > from && <mark key={from}>{text.slice(from, to)}</mark>,
        ];
      })}
    </>
  );
}
