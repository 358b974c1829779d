import { type Signal, signal } from '@preact/signals';
import { useMemo, useRef } from 'preact/hooks';
import type { SavedReply } from '../../server/wire/saved-replies.ts';
import { explain } from '../inbox/composer/explain.ts';
import { FileChips } from '../inbox/composer/file-chips.tsx';
import { layBack, layFiles, type Shelved } from '../inbox/composer/shelf.ts';
import { NOTE_RULES } from '../inbox/composer/writing-rules.ts';
import { Button } from '../parts/button.tsx';
import { words } from '../words/words.ts';

type Shelf = Signal<Shelved[]>;

/** The files of a saved reply while it is being changed, beginning with those it has. */
export function useReplyFiles(reply: SavedReply | null): Shelf {
  return useMemo(() => {
    const shelf = signal<Shelved[]>([]);
    layBack(shelf, reply?.attachments ?? []);
    return shelf;
  }, []);
}

export const idsIn = (shelf: Shelf): string[] =>
  shelf.peek().flatMap(({ attachment }) => (attachment ? [attachment.id] : []));

export const isUnderWay = (shelf: Shelf): boolean =>
  shelf.value.some(({ attachment, error }) => !attachment && !error);

/** Whatever any channel may take: what this one takes shows when it is used. */
export function ReplyFiles({ shelf }: { shelf: Shelf }) {
  const said = words.value.settings['saved-replies'];
  const input = useRef<HTMLInputElement>(null);
  return (
    <div class="stack">
      <FileChips shelf={shelf} />
      <p>
        <Button icon="attach" onClick={() => input.current?.click()}>
          {said.attach}
        </Button>
      </p>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={({ currentTarget }) => {
          explain(layFiles(shelf, [...(currentTarget.files ?? [])], NOTE_RULES), NOTE_RULES);
          currentTarget.value = '';
        }}
      />
    </div>
  );
}
