import type { Message } from '../../../server/wire/messages.ts';
import { words } from '../../words/words.ts';
import { AttachmentView } from '../thread/attachment-view.tsx';
import { LetterText } from './letter-text.tsx';

/** It repeats what was said in a chat: answers that nobody had read there, or all of it. */
export const isFollowing = ({ side, direction, automatic }: Message): boolean =>
  side && direction === 'out' && automatic === 'notice';

/** Folded: all of it stands above already. */
export function Followed({ message }: { message: Message }) {
  const { letters } = words.value.inbox;
  return (
    <details class="bubble letter-followed">
      <summary>{letters.followedText}</summary>
      <LetterText text={message.text} rich={false} />
      {message.attachments.map((attachment) => (
        <AttachmentView key={attachment.id} attachment={attachment} />
      ))}
    </details>
  );
}
