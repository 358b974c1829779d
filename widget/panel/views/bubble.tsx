/** @jsxImportSource #draw */
/** One message on the line. */
import type { VisitorMessage } from '../../../server/wire/visitor.ts';
import { edited } from '../handling.ts';
import type { Outgoing } from '../outgoing.ts';
import { usePanel } from './context.ts';
import { clock } from './format.ts';
import { lazy } from './lazy.tsx';
import { OutgoingStatus } from './status.tsx';

const Editor = lazy(() => import('./editor.tsx'), 'Editor');
const Quoted = lazy(() => import('./quoted.tsx'), 'Quoted');
const Reactions = lazy(() => import('./reactions.tsx'), 'Reactions');
const Attachments = lazy(() => import('./attachments.tsx'), 'Attachments');
const Offer = lazy(() => import('./offer.tsx'), 'Offer');

const RichText = lazy(() => import('./rich-text.tsx'), 'RichText', PlainText);
/** Whatever formatting begins with: most messages have nothing of it and need no parser. */
const FORMATTED = /[*_`[\n]|https?:/;

type Run = { first: boolean; last: boolean };
type Said = { message: VisitorMessage; item?: undefined } | { item: Outgoing; message?: undefined };

/**
 * Something said. `newest`: the visitor's last message that is stored, which alone tells how far it came. One
 * component for a message's whole life, so that its element stays when it has been stored.
 */
export function Bubble({ newest, ...props }: Run & Said & { newest: boolean }) {
  const { first, last, message, item } = props;
  const { text, attachments, quotes } = message ?? item;
  const own = message?.direction !== 'out';
  const names = ['entry', own ? 'own' : 'theirs', first && 'first'];
  return (
    <li
      class={names.filter(Boolean).join(' ')}
      aria-live={useIsQuiet(message) ? 'off' : undefined}
      id={message?.id}
      data-seq={own ? undefined : message.seq}
    >
      <Who message={message} shown={first && !own} />
      {quotes && <Quoted quotes={quotes} />}
      <Words message={message} text={text} />
      {attachments.length > 0 && <Attachments files={attachments} pending={item !== undefined} />}
      {message?.reactions?.[0] && <Reactions message={message} />}
      {message ? (
        <Meta message={message} newest={newest} shown={last} />
      ) : (
        <OutgoingStatus item={item} quiet={!last} />
      )}
      {message?.content && <Offer message={message} />}
    </li>
  );
}

function Words({ message, text }: { message: VisitorMessage | undefined; text: string }) {
  const { say } = usePanel();
  if (message && edited.value === message.id) return <Editor message={message} />;
  if (message?.deleted) return <p class="bubble removed">{say('removed')}</p>;
  if (!text) return null;
  return (
    <div class="bubble">
      <MessageText text={text} />
    </div>
  );
}

function MessageText({ text }: { text: string }) {
  return FORMATTED.test(text) ? <RichText text={text} /> : <PlainText text={text} />;
}

function PlainText({ text }: { text: string }) {
  return (
    <div class="text" dir="auto">
      {text}
    </div>
  );
}

/** What the visitor wrote, and what is history, is not read out as news. */
function useIsQuiet(message: VisitorMessage | undefined): boolean {
  const { chat } = usePanel();
  return message?.direction !== 'out' || message.seq <= chat.quietUpTo.value;
}

/** For ears always, for the eye where a run of somebody else begins. */
function Who({ message, shown }: { message: VisitorMessage | undefined; shown: boolean }) {
  const { say } = usePanel();
  const name = message?.direction === 'out' ? message.author || say('team') : say('you');
  return <span class={shown ? 'who' : 'aside'}>{name}</span>;
}

type MetaProps = { message: VisitorMessage; newest: boolean; shown: boolean };

function Meta({ message, newest, shown }: MetaProps) {
  const { chat, say, locale } = usePanel();
  // Asked of the newest alone: all the others would be drawn anew each time somebody reads.
  const seen = newest && message.seq <= chat.line.seenSeq.value;
  return (
    <p class={shown || newest || message.edited ? 'meta' : 'aside'}>
      <time dateTime={message.createdAt}>{clock(new Date(message.createdAt), locale)}</time>
      {message.edited && !message.deleted && <span> · {say('edited')}</span>}
      {newest && <span> · {say(seen ? 'seen' : 'sent')}</span>}
    </p>
  );
}
