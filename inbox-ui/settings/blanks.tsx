import { BLANK_NAMES } from '../../server/wire/blanks.ts';

/** What is filled in by itself, after the words that say so. */
export function Blanks({ said }: { said: string }) {
  return (
    <>
      {said}{' '}
      {BLANK_NAMES.map((name) => (
        <code key={name} class="blank-name">{`{{${name}}}`}</code>
      ))}
    </>
  );
}
