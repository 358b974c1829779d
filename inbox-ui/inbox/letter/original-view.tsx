import { useState } from 'preact/hooks';
import type { Message } from '../../../server/wire/messages.ts';
import { Button } from '../../parts/button.tsx';
import { words } from '../../words/words.ts';
import { dark, imagesOf } from './looks.ts';

type Props = { message: Message; author: string };

/**
 * A message as its sender designed it, in a frame where nothing runs and from which nothing is sent. Its height
 * cannot be known from outside, so it scrolls, and can be made larger.
 */
export function OriginalView({ message, author }: Props) {
  const { letters } = words.value.inbox;
  const [large, setLarge] = useState(false);
  const images = imagesOf(message.id);
  return (
    <div class="original">
      <div class="original-bar">
        <span>{images.value ? letters.imagesShown : letters.imagesHeld}</span>
        {!images.value && (
          <Button
            look="link"
            onClick={() => {
              images.value = true;
            }}
          >
            {letters.loadImages}
          </Button>
        )}
      </div>
      <iframe
        class={large ? 'is-large' : undefined}
        sandbox="allow-popups allow-popups-to-escape-sandbox"
        src={bodyOf(message, images.value)}
        referrerpolicy="no-referrer"
        loading="lazy"
        title={letters.frame(author)}
      />
      <div class="original-foot">
        <Button look="link" onClick={() => setLarge(!large)}>
          {large ? letters.collapse : letters.expand}
        </Button>
      </div>
    </div>
  );
}

function bodyOf({ conversationId, id }: Message, images: boolean): string {
  const wish = new URLSearchParams({
    dark: dark.value ? 'yes' : 'no',
    images: images ? 'yes' : 'no',
  });
  return `/api/v1/conversations/${conversationId}/messages/${id}/body?${wish}`;
}
