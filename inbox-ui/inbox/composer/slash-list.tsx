import { words } from '../../words/words.ts';
import type { SlashMenu } from './use-slash.ts';
import './slash-list.css';

export const SLASH_LIST = 'saved-replies';
export const slashOption = (id: string): string => `saved-reply-${id}`;

/** The saved replies that fit, above the field in which they are looked for. */
export function SlashList({ menu }: { menu: SlashMenu }) {
  const { composer } = words.value.inbox;
  return (
    <div class="slash-list" id={SLASH_LIST} role="listbox" aria-label={composer.savedReplies}>
      {menu.offered.map((reply, at) => (
        <button
          key={reply.id}
          type="button"
          id={slashOption(reply.id)}
          role="option"
          tabIndex={-1}
          aria-selected={at === menu.active}
          class={`menu-item slash-option${at === menu.active ? ' is-active' : ''}`}
          ref={(element) => {
            if (at === menu.active) element?.scrollIntoView({ block: 'nearest' });
          }}
          // The field keeps the focus.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => menu.pick(reply)}
        >
          <span class="menu-item-label">
            <span class="slash-name" dir="auto">
              {reply.name}
            </span>
            <span class="menu-item-hint truncate" dir="auto">
              {reply.text}
            </span>
          </span>
        </button>
      ))}
    </div>
  );
}
