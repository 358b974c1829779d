import type { RefObject } from 'preact';
import { IconMenu } from '../../parts/icon-menu.tsx';
import { words } from '../../words/words.ts';
import { typeInto } from './typing-in.ts';

/** What answers mostly need; a colon finds all others. */
const SIGNS =
  '👍 🙂 😀 😊 ❤️ 🙏 🎉 😂 😉 👋 👏 ✅ 😅 😍 🤔 😢 😮 🥳 🤗 🤝 👌 💪 👀 💡 🔥 ⭐ ✨ 💯 ⚠️ ⏰ 📎 🎁'.split(
    ' ',
  );

/** Signs to be put where one writes. */
export function EmojiMenu({ area }: { area: RefObject<HTMLTextAreaElement | null> }) {
  const { composer } = words.value.inbox;
  const items = SIGNS.map((sign) => ({
    ...{ label: sign, sign: true },
    onPick: () => area.current && typeInto(area.current, sign),
  }));
  const heading = { heading: composer.emojiHelp };
  return (
    <IconMenu
      icon="smile"
      label={composer.emoji}
      name={composer.emoji}
      items={[heading, ...items]}
    />
  );
}
