/** What visitors are to be asked, made sure of before it is kept. */
import { clean } from '../events/text.ts';
import type { Intake, IntakeField } from '../wire/intake.ts';
import { Refusal } from '../wire/problems.ts';

/** As often as one likes. Of the others each at most once: a person has one name to answer with. */
const ANY_NUMBER = new Set<IntakeField['kind']>(['text', 'choice', 'consent']);

/** With clean texts, and of each field only what its kind has. @throws Refusal invalid */
export function checkIntake(intake: Intake | null): Intake | null {
  return intake && { fields: checkFields(intake.fields) };
}

/** The same of any list of questions. @throws Refusal invalid */
export function checkFields(asked: readonly IntakeField[]): IntakeField[] {
  const fields = asked.map(checkField);
  const ids = fields.map(({ id }) => id);
  const alone = fields.map(({ kind }) => kind).filter((kind) => !ANY_NUMBER.has(kind));
  if (hasTwice(ids) || hasTwice(alone)) {
    throw new Refusal('invalid', 'fields: the same is asked twice.');
  }
  return fields;
}

function checkField({ id, kind, required, ...given }: IntakeField): IntakeField {
  const label = clean(given.label).trim();
  if (label === '' && ANY_NUMBER.has(kind))
    throw new Refusal('invalid', `fields: ${id} asks nothing.`);
  const field = { id, kind, label, required };
  if (kind === 'consent') return { ...field, version: clean(given.version ?? '').trim() || '1' };
  if (kind !== 'choice') return field;
  const choices = (given.choices ?? []).map((choice) => clean(choice).trim()).filter(Boolean);
  if (choices.length === 0 || hasTwice(choices)) {
    throw new Refusal('invalid', `fields: ${id} needs different choices.`);
  }
  return { ...field, choices };
}

const hasTwice = (list: readonly string[]): boolean => new Set(list).size < list.length;
