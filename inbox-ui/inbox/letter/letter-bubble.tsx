import type { Message } from '../../../server/wire/messages.ts';
import { Segmented } from '../../parts/segmented.tsx';
import type { Store } from '../../store/store.ts';
import { moment } from '../../words/format.ts';
import { words } from '../../words/words.ts';
import { Carried } from '../content/carried.tsx';
import { Above, Changed } from '../thread/message-marks.tsx';
import { LetterText, Quoted } from './letter-text.tsx';
import { lookOf } from './looks.ts';
import { OriginalView } from './original-view.tsx';

type Props = { store: Store; message: Message; author: string; head: boolean };

/** What was said, as text or as its sender designed it, and the files with it. */
export function LetterBubble({ store, message, author, head }: Props) {
  const { thread } = words.value.inbox;
  const look = lookOf(message.id);
  const original = message.rich && look.value === 'original';
  const subject = otherSubject(store, message);
  return (
    <div
      class={`bubble${original ? ' is-original' : ''}`}
      title={head ? undefined : moment(message.createdAt)}
    >
      <Above store={store} message={message} />
      {subject && (
        <p class="letter-subject" dir="auto">
          {subject}
        </p>
      )}
      {message.rich && <Look messageId={message.id} />}
      {original ? (
        <OriginalView message={message} author={author} />
      ) : (
        <Words store={store} message={message} />
      )}
      {message.unsupported && (
        <p class="bubble-unsupported">{thread.unsupported(message.unsupported)}</p>
      )}
      <Changed message={message} />
      <Carried
        store={store}
        messageId={message.id}
        content={message.content}
        files={message.attachments}
      />
    </div>
  );
}

function Words({ store, message }: { store: Store; message: Message }) {
  const { quoted, side, direction } = message;
  // What was filled in stands below, each answer with its question.
  const text = message.content?.kind === 'filled' ? '' : message.text;
  const people = direction === 'note' ? (store.directory.agents.value ?? []) : undefined;
  const wordless = side && direction === 'out' && text === '';
  const rich = isFormatted(store, message);
  return (
    <>
      {text && <LetterText text={text} people={people} rich={rich} foreign={direction === 'in'} />}
      {wordless && <p class="bubble-unsupported">{words.value.inbox.letters.noWords}</p>}
      {quoted && <Quoted text={quoted} />}
    </>
  );
}

/** What goes out is seen there as it is seen here; what came in is shown as it was typed, unless it is seen so there, too. */
function isFormatted({ directory }: Store, { direction, channelId, recipients }: Message): boolean {
  const channel = directory.channels.value?.find(({ id }) => id === channelId);
  if (!channel || recipients !== null || direction === 'note') return false;
  const { formatting, formattingInbound = false } = channel.sending;
  return direction === 'in' ? formattingInbound : formatting;
}

function Look({ messageId }: { messageId: string }) {
  const { letters } = words.value.inbox;
  const look = lookOf(messageId);
  return (
    <div class="letter-look">
      <Segmented
        label={letters.look}
        segments={[
          { value: 'text', label: letters.text },
          { value: 'original', label: letters.original },
        ]}
        value={look.value}
        onChange={(chosen) => {
          look.value = chosen;
        }}
      />
    </div>
  );
}

/** The subject, where it is not the conversation's own with a "Re:" before it. */
function otherSubject(store: Store, { subject, conversationId }: Message): string | null {
  if (!subject) return null;
  const common = store.conversations.row(conversationId).value?.subject.trim().toLowerCase() ?? '';
  const same = common !== '' && subject.trim().toLowerCase().endsWith(common);
  return same ? null : subject;
}
