import { useState } from 'preact/hooks';
import type { Conversation } from '../../../server/wire/conversations.ts';
import { ChannelMark, Tag } from '../../parts/small.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { shortMoment } from '../../words/format.ts';
import { now } from '../../words/now.ts';
import { words } from '../../words/words.ts';

type Props = { name: string; others: Conversation[]; onPick: (other: Conversation) => void };

/** Which of their other conversations: found by what is typed, Enter takes the first. */
export function OtherPicker({ name, others, onPick }: Props) {
  const { merging } = words.value.inbox;
  const [typed, setTyped] = useState('');
  if (others.length === 0) return <p>{merging.none(name)}</p>;
  const found = others.filter((one) => says(one, typed));
  const takeFirst = (event: SubmitEvent) => {
    event.preventDefault();
    const [first] = found;
    if (first) onPick(first);
  };
  return (
    <form class="stack" onSubmit={takeFirst}>
      <p>{merging.which(name)}</p>
      <TextField
        label={merging.find}
        type="search"
        value={typed}
        onInput={setTyped}
        optional="quiet"
        focusFirst
      />
      <ul class="merge-others" aria-label={merging.find}>
        {found.map((one) => (
          <li key={one.id}>
            <Other conversation={one} onPick={() => onPick(one)} />
          </li>
        ))}
      </ul>
      {found.length === 0 && <p role="status">{merging.noMatch}</p>}
    </form>
  );
}

function says({ number, subject, preview, channel }: Conversation, typed: string): boolean {
  const all = `#${number} ${subject} ${preview} ${channel.name}`.toLowerCase();
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}

function Other({ conversation, onPick }: { conversation: Conversation; onPick: () => void }) {
  const { context, thread } = words.value.inbox;
  const { channel, number, subject, preview, status, lastMessageAt } = conversation;
  return (
    <button type="button" class="merge-other" onClick={onPick}>
      <ChannelMark adapter={channel.adapter} mark={channel.mark} />
      <span class="merge-about">
        <span class="truncate" dir="auto">
          {subject || preview || channel.name}
        </span>
        <span class="merge-facts">
          <span class="number">{thread.number(number)}</span>
          <time dateTime={lastMessageAt}>{shortMoment(lastMessageAt, now.value)}</time>
          {status !== 'open' && <Tag>{context.statuses[status]}</Tag>}
        </span>
      </span>
    </button>
  );
}
