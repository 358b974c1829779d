import { plainWords } from '../../../server/wire/markdown.ts';
import { IconButton } from '../../parts/icon-button.tsx';
import { words } from '../../words/words.ts';
import { nameIn } from '../thread/said-by.ts';
import { dropQuote } from './quoting.ts';
import type { Writing } from './writing.ts';

/** Above the words: which message they answer. */
export function QuoteBar({ writing: { store, row, quoted } }: { writing: Writing }) {
  if (!quoted) return null;
  const { letters, sending } = words.value.inbox;
  return (
    <div class="quote-bar">
      <p>
        <strong dir="auto">{nameIn(store, quoted)}</strong>
        <span class="truncate" dir="auto">
          {plainWords(quoted.text) || letters.said.noWords}
        </span>
      </p>
      <IconButton icon="close" label={sending.noQuote} onClick={() => dropQuote(store, row.id)} />
    </div>
  );
}
