/** Who and when in "On Monday, "Ana" <ana@example.com> wrote:". */
import type { MailAddress } from '../mail/mail.ts';
import { NOBODY, readMailbox } from './addresses.ts';
import { startsLikeAttribution, VERB } from './attribution-words.ts';

/** The person and the date of an attribution, as far as they can be told apart. */
export function splitPerson(attribution: string): { from: MailAddress; date: string } {
  const text = attribution.replace(/\s*[:：]\s*$/, '');
  const mailbox = MAILBOX.exec(text);
  if (!mailbox) return { from: NOBODY, date: dateOf(text) };
  const rest = `${text.slice(0, mailbox.index)} ${text.slice(mailbox.index + mailbox[0].length)}`;
  return { from: readMailbox(mailbox[0].replace(/^[\s,]+/, '')), date: dateOf(rest) };
}

/** A quoted name before the address, or the plain words between the last comma or verb and it. */
const MAILBOX =
  /(?:["“„«][^"“”„«»<>]{1,100}["”“»]\s*|(?:(?<=,\s)|(?<=^)|(?<=\s(?:schrieb|skrev|heeft|kirjoitti|használó|používateľ|időpontban|пользователь|użytkownik)\s))[^",<>\d]{1,80})?[(]?[<[(][^\s<>]{1,200}@[^\s<>]{1,200}[>\])][)]?/iu;

/** What is left when the starting word and the verb are gone. */
function dateOf(text: string): string {
  const verb = VERB.exec(text);
  const rest = verb
    ? `${text.slice(0, verb.index)} ${text.slice(verb.index + verb[0].length)}`
    : text;
  const plain = rest
    .replace(/\s+/g, ' ')
    .replace(
      /(?:használó|používateľ|időpontban|пользователь|użytkownik|följande|følgende den|folgendes|het volgende|heeft|tarihinde|ha)(?=[\s,:]|$)/giu,
      '',
    )
    .trim();
  const started = startsLikeAttribution(plain)
    ? plain.replace(/^(?:il giorno|w dniu|\S+)\s?/iu, '')
    : plain;
  return started.replace(/^[\s,，]+|[\s,，]+$/g, '').replace(/ +/g, ' ');
}
