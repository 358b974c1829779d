/** One message on the line. */
import type { ComponentChildren } from 'preact';
import type { VisitorAttachment, VisitorMessage } from '../../../server/wire/visitor.ts';
import type { Outgoing } from '../outgoing.ts';
import { Attachments } from './attachments.tsx';
import { usePanel } from './context.ts';
import { clock } from './format.ts';
import { RichText } from './rich-text.tsx';
import { OutgoingStatus } from './status.tsx';

type Run = { first: boolean; last: boolean };

/** A stored message. `lastOwn`: the visitor's newest one, which alone tells how far it came. */
export function Stored({
  message,
  lastOwn,
  ...run
}: Run & { message: VisitorMessage; lastOwn: boolean }) {
  const { chat, say, locale } = usePanel();
  const own = message.direction === 'in';
  const time = clock(new Date(message.createdAt), locale);
  const seen = message.seq <= chat.line.seenSeq.value;
  return (
    <Bubble
      {...run}
      own={own}
      who={own ? say('you') : message.author || say('team')}
      quiet={own || message.seq <= chat.quietUpTo.value}
      seq={own ? null : message.seq}
      content={message}
    >
      <p class={run.last || lastOwn ? 'meta' : 'aside'}>
        <time dateTime={message.createdAt}>{time}</time>
        {lastOwn && <span> · {say(seen ? 'seen' : 'sent')}</span>}
      </p>
    </Bubble>
  );
}

/** A message that is still on its way. */
export function OnItsWay({ item, ...run }: Run & { item: Outgoing }) {
  const { say } = usePanel();
  return (
    <Bubble {...run} own who={say('you')} quiet seq={null} content={item} pending>
      <OutgoingStatus item={item} quiet={!run.last} />
    </Bubble>
  );
}

type BubbleProps = Run & {
  own: boolean;
  who: string;
  quiet: boolean;
  seq: number | null;
  pending?: boolean;
  content: { text: string; attachments: readonly VisitorAttachment[] };
  children: ComponentChildren;
};

function Bubble({ own, who, quiet, seq, content, pending = false, ...rest }: BubbleProps) {
  const { first, last, children } = rest;
  const named = first && !own;
  const names = ['entry', own ? 'own' : 'theirs', first && 'first', last && 'last'];
  return (
    <li
      class={names.filter(Boolean).join(' ')}
      // What the visitor wrote, and what is history, is not read out as news.
      aria-live={quiet ? 'off' : undefined}
      data-seq={seq ?? undefined}
    >
      <span class={named ? 'who' : 'aside'}>{who}</span>
      {content.text && (
        <div class="bubble">
          <RichText text={content.text} />
        </div>
      )}
      <Attachments files={content.attachments} pending={pending} />
      {children}
    </li>
  );
}
