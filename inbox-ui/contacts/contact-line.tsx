import type { Conversation, Status } from '../../server/wire/conversations.ts';
import { ChannelMark, Tag } from '../parts/small.tsx';
import { StationMark, type StationShape } from '../parts/station-mark.tsx';
import { relative } from '../words/format.ts';
import { now } from '../words/now.ts';
import { words } from '../words/words.ts';

/** The conversations of one person as stations of their line. */
export function ContactLine({ conversations }: { conversations: Conversation[] }) {
  if (conversations.length === 0) return <p>{words.value.contacts.noConversations}</p>;
  return (
    <ol class="contact-line">
      {conversations.map((conversation) => (
        <Station key={conversation.id} conversation={conversation} />
      ))}
    </ol>
  );
}

const SHAPES: Record<Status, StationShape> = {
  open: 'circle',
  snoozed: 'diamond',
  done: 'square',
  spam: 'triangle',
  merged: 'diamond',
};

function Station({ conversation }: { conversation: Conversation }) {
  const { contacts } = words.value;
  const { status, number, subject, preview, channel, assignee, lastMessageAt } = conversation;
  const who = assignee === null ? contacts.unassigned : contacts.assignedTo(assignee.name);
  return (
    <li>
      <StationMark
        shape={SHAPES[status]}
        filled={status === 'open'}
        now={status === 'open'}
        size={16}
      />
      <a class="contact-station" href={`/inbox/all/${number}`}>
        <span class="row-title">
          {subject === '' ? contacts.untitled : <bdi>{subject}</bdi>}
          <span class="number row-detail">#{number}</span>
          <Tag tone={status === 'open' ? 'accent' : undefined}>{contacts.statuses[status]}</Tag>
        </span>
        <span class="row-detail contact-preview">{preview}</span>
        <span class="row-detail contact-facts">
          <ChannelMark adapter={channel.adapter} mark={channel.mark} />
          {[channel.name, who, relative(lastMessageAt, now.value)].join(' · ')}
        </span>
      </a>
    </li>
  );
}
