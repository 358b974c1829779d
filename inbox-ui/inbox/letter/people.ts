/** Names of those a message is from and for. */
import type { Addressee, Recipients } from '../../../server/wire/addressing.ts';
import type { Message } from '../../../server/wire/messages.ts';
import { names } from '../../words/format.ts';
import { words } from '../../words/words.ts';

/** More names than this are only counted. */
const NAMED = 3;

/** Whether it has recipients at all: talk on most channels has only two ends. */
export function isLetter({ addressing, recipients }: Message): boolean {
  return addressing !== null || recipients !== null;
}

export function recipientsOf({ addressing, recipients }: Message): Recipients {
  if (recipients) return recipients;
  return { to: addressing?.to ?? [], cc: addressing?.cc ?? [], bcc: [] };
}

/** "Ana, Bo and 4 more" */
export function namesOf(people: readonly Addressee[]): string {
  const shown = people.slice(0, NAMED).map(nameOf);
  const rest = people.length - shown.length;
  return names(rest > 0 ? [...shown, words.value.inbox.letters.more(rest)] : shown);
}

export function nameOf({ name, address }: Addressee): string {
  return name || address;
}

/** "Ana <ana@example.com>" */
export function fullName({ name, address }: Addressee): string {
  return name && name !== address ? `${name} <${address}>` : address;
}
