/** A filter as it is taken in: that each condition asks what can be asked, and that there are not too many. */
import { Value } from 'typebox/value';
import { clean } from '../../events/text.ts';
import { Refusal } from '../../wire/problems.ts';
import {
  type Condition,
  FIELDS,
  type Filter,
  type FilterPart,
  MOST_CONDITIONS,
} from '../../wire/view-filters.ts';

/** What the schema lets through: its fields are known, but not whether they belong together. */
type Part = { field?: string; op?: string; value?: unknown; all?: Part[]; any?: Part[] };

/** The filter, with nothing in it that cannot be asked. @throws Refusal invalid, saying where */
export function checkFilter(filter: Filter): Filter {
  const { part, conditions } = checkGroup(filter, 'filter');
  if (conditions <= MOST_CONDITIONS) return part;
  throw new Refusal('invalid', `filter: ${MOST_CONDITIONS} conditions are the most.`);
}

type Checked<Kind extends FilterPart> = { part: Kind; conditions: number };

function checkGroup({ all, any, ...others }: Part, place: string): Checked<Filter> {
  const inside = all ?? any;
  if (!inside || (all && any) || Object.keys(others).length > 0) {
    throw new Refusal('invalid', `${place}: a group has either all or any, and nothing else.`);
  }
  const name = all ? 'all' : 'any';
  const checked = inside.map((part, index) => checkPart(part, `${place}.${name}.${index}`));
  const parts = checked.map(({ part }) => part);
  const conditions = checked.reduce((sum, one) => sum + one.conditions, 0);
  return { part: all ? { all: parts } : { any: parts }, conditions };
}

function checkPart(part: Part, place: string): Checked<FilterPart> {
  if (part.all || part.any) return checkGroup(part, place);
  return { part: checkCondition(part, place), conditions: 1 };
}

function checkCondition({ field = '', op = '', value }: Part, place: string): Condition {
  const ops = Object.entries(FIELDS).find(([name]) => name === field)?.[1];
  if (!ops) throw new Refusal('invalid', `${place}: a condition has field, op and value.`);
  const shape = Object.entries(ops).find(([name]) => name === op)?.[1];
  if (!shape) {
    throw new Refusal('invalid', `${place}.op: ${field} takes ${Object.keys(ops).join(', ')}.`);
  }
  const given = typeof value === 'string' ? clean(value) : value;
  if (!Value.Check(shape, given) || given === '') {
    const why = 'anyOf' in shape ? 'not one of its own' : Value.Errors(shape, given)[0]?.message;
    throw new Refusal('invalid', `${place}.value: not a value of ${field}: ${why}.`);
  }
  return { field, op, value: given } as Condition;
}
