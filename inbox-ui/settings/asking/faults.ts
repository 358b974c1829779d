/** What a question lacks before it can be asked: the same rules as the server's. Pure. */
import type { IntakeField } from '../../../server/wire/intake.ts';

type Kind = IntakeField['kind'];

/** For the others the widget has a word, and a person has one of each to answer with. */
export const WORDED: ReadonlySet<Kind> = new Set<Kind>(['text', 'choice', 'consent']);

/** Whether its words, or its choices, have to be seen to. */
export function faultsOf({ kind, label, choices = [] }: IntakeField) {
  const written = choices.map((choice) => choice.trim()).filter(Boolean);
  const different = written.length > 0 && new Set(written).size === written.length;
  return {
    label: WORDED.has(kind) && label.trim() === '',
    choices: kind === 'choice' && !different,
  };
}

export const isWhole = (field: IntakeField): boolean =>
  !Object.values(faultsOf(field)).includes(true);
