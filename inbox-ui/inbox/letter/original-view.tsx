import { useState } from 'preact/hooks';
import type { Message } from '../../../server/wire/messages.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { words } from '../../words/words.ts';
import { dark, imagesOf } from './looks.ts';

type Props = { message: Message; author: string };

/**
 * A message as its sender designed it, in a frame where nothing runs and from which nothing is sent. Its size
 * cannot be known from outside, so it scrolls, and can be laid over the page where it has more room.
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
      <Sheet message={message} author={author} />
      <div class="original-foot">
        <Button look="link" onClick={() => setLarge(true)}>
          {letters.expand}
        </Button>
      </div>
      {large && (
        <Dialog title={message.subject || letters.original} wide onClose={() => setLarge(false)}>
          <div class="original is-large">
            <Sheet message={message} author={author} />
          </div>
        </Dialog>
      )}
    </div>
  );
}

function Sheet({ message, author }: Props) {
  return (
    <iframe
      sandbox="allow-popups allow-popups-to-escape-sandbox"
      src={bodyOf(message, imagesOf(message.id).value)}
      referrerpolicy="no-referrer"
      loading="lazy"
      title={words.value.inbox.letters.frame(author)}
    />
  );
}

function bodyOf({ conversationId, id }: Message, images: boolean): string {
  const wish = new URLSearchParams({
    dark: dark.value ? 'yes' : 'no',
    images: images ? 'yes' : 'no',
  });
  return `/api/v1/conversations/${conversationId}/messages/${id}/body?${wish}`;
}
