/** @jsxImportSource #draw */
/** What both sides have put under a message. One's own is taken back by pressing it. */
import type { VisitorMessage } from '../../../server/wire/visitor.ts';
import { react } from '../revising.ts';
import { usePart } from './context.ts';
import './reactions.css';

/** The emoji the visitor has put there. */
export const ownReaction = ({ reactions }: VisitorMessage): string | undefined =>
  reactions.find(({ by }) => by === 'visitor')?.emoji;

export function Reactions({ message }: { message: VisitorMessage }) {
  const { chat, say } = usePart();
  const words = (by: string, emoji: string) =>
    say('reaction', { emoji, name: say(by === 'us' ? 'team' : 'you') });
  return (
    <p class="reactions">
      {message.reactions.map(({ by, emoji }) =>
        by === 'us' ? (
          <span key={by} class="sign" title={words(by, emoji)}>
            <span aria-hidden="true">{emoji}</span>
            <span class="aside">{words(by, emoji)}</span>
          </span>
        ) : (
          <button
            key={by}
            type="button"
            class="sign"
            title={words(by, emoji)}
            aria-label={words(by, emoji)}
            aria-pressed={true}
            onClick={() => void react(chat, message.id, null)}
          >
            {emoji}
          </button>
        ),
      )}
    </p>
  );
}
