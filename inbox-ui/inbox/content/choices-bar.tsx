import { IconButton } from '../../parts/icon-button.tsx';
import { words } from '../../words/words.ts';
import type { Writing } from '../composer/writing.ts';
import { ask } from '../desk.ts';
import { Choices } from './content-view.tsx';
import { offerFor } from './laid.ts';

/** Under the words: what can be pressed instead of an answer, until it goes with them. */
export function ChoicesBar({ writing: { row, offer } }: { writing: Writing }) {
  const { offers } = words.value.inbox;
  if (offer?.kind !== 'choices') return null;
  return (
    <div class="choices-bar">
      <Choices choices={offer.choices} taken={[]} />
      <IconButton icon="drafts" label={offers.change} onClick={() => ask('choices', [row.id])} />
      <IconButton
        icon="close"
        label={offers.leaveOut}
        onClick={() => {
          offerFor(row.id).value = null;
        }}
      />
    </div>
  );
}
