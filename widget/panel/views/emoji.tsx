/** @jsxImportSource #draw */
/** Signs to be put where one writes. They have no names of ours: whoever hears them hears their own device's. */
import type { RefObject } from 'preact';
import { usePart } from './context.ts';
import { MenuSheet } from './sheet.tsx';
import './emoji.css';

/** In the rows in which they stand: faces, hands, and what shops and travellers talk about. */
const SIGNS =
  '🙂😀😊😂😅😉😍🤗🤔😮😢😭😡😴😎🥳👍👎👌👏🙏👋🤝💪❤️🎉✨⭐🔥💯✅❌❓❗💡👀📷📎📦🚚🛒💳🎁🏠✈️🚗☕⏰';
/** What may need two of them is one sign all the same. */
const EACH = /\p{Emoji}\uFE0F?/gu;
const COLUMNS = 8;

type EmojiProps = { field: RefObject<HTMLTextAreaElement | null>; close: () => void };

export function Emoji({ field, close }: EmojiProps) {
  const { say } = usePart();
  const pick = (sign: string) => {
    close();
    field.current?.focus();
    // Deprecated, and still the one way that keeps the browser's own undo; the draft follows.
    document.execCommand('insertText', false, sign);
  };
  return (
    <MenuSheet label={say('emoji')} columns={COLUMNS} close={close}>
      {SIGNS.match(EACH)?.map((sign) => (
        <button key={sign} type="button" role="menuitem" onClick={() => pick(sign)}>
          {sign}
        </button>
      ))}
    </MenuSheet>
  );
}
