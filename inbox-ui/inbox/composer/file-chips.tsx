import type { Signal } from '@preact/signals';
import { Icon } from '../../parts/icon.tsx';
import { IconButton } from '../../parts/icon-button.tsx';
import { describe } from '../../words/errors.ts';
import { bytes } from '../../words/format.ts';
import { words } from '../../words/words.ts';
import { removeFile, type Shelved } from './shelf.ts';

/** The files that will go with the message, and how far they are. */
export function FileChips({ shelf }: { shelf: Signal<Shelved[]> }) {
  if (shelf.value.length === 0) return null;
  return (
    <ul class="file-chips">
      {shelf.value.map((one) => (
        <Chip key={one.key} one={one} remove={() => removeFile(shelf, one.key)} />
      ))}
    </ul>
  );
}

function Chip({ one, remove }: { one: Shelved; remove: () => void }) {
  const { composer } = words.value.inbox;
  const under = !one.attachment && !one.error;
  const percent = Math.round(one.progress * 100);
  return (
    <li class={`file-chip${one.error ? ' is-failed' : ''}`}>
      <Icon name={one.error ? 'alert' : 'file'} />
      <span class="truncate" dir="auto">
        {one.error ? composer.uploadFailed(one.name, describe(one.error)) : one.name}
      </span>
      {!one.error && <span class="number">{under ? `${percent} %` : bytes(one.size)}</span>}
      <IconButton icon="close" label={composer.removeFile(one.name)} onClick={remove} />
      {under && (
        <progress max={100} value={percent} aria-label={composer.uploading(one.name, percent)} />
      )}
    </li>
  );
}
