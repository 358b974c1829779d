import { useId } from 'preact/hooks';
import { words } from '../words/words.ts';

type Props = {
  label: string;
  options: (string | null)[];
  chosen: string | null;
  onChoose: (value: string | null) => void;
};

/** One field of two people, side by side. Where both say the same there is nothing to choose. */
export function Choice({ label, options, chosen, onChoose }: Props) {
  const name = useId();
  const different = [...new Set(options)];
  if (different.length < 2) return null;
  return (
    <fieldset class="merge-choice">
      <legend>{label}</legend>
      {different.map((option) => (
        <label key={option ?? ''}>
          <input
            type="radio"
            name={name}
            checked={option === chosen}
            onChange={() => onChoose(option)}
          />
          <bdi>{option ?? words.value.contacts.mergeNone}</bdi>
        </label>
      ))}
    </fieldset>
  );
}
