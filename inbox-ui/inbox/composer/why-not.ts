/** What stands in the way of writing by one of the ways to the customer. */
import type { SendingLine } from '../../../server/wire/sending.ts';
import { now } from '../../words/now.ts';
import { words } from '../../words/words.ts';
import { closingOf } from './lines.ts';

/** Why nothing, or no free text, goes by this way now. */
export function whyNot(line: SendingLine): string | null {
  const { composer, sending } = words.value.inbox;
  const { name } = line.channel;
  if (line.removed) return composer.removed(name);
  if (line.blocked) return sending.blocked(line.to, line.blocked);
  if (line.failing) return composer.failing(name, line.failing);
  const closing = closingOf(line, now.value);
  return closing && sending[closing](line.sending.templates);
}
