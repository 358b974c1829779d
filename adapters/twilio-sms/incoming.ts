/** A message somebody wrote, by whichever of Twilio's ways. */
import { MalformedRequestError } from '../errors.ts';
import type {
  AttachmentReference,
  IdentityClaim,
  InboundEvent,
  InboundMessage,
} from '../message.ts';
import { consentIn } from '../stop-words.ts';
import type { Form } from './form.ts';
import { personAt } from './people.ts';

/** The message and, when it says nothing but STOP or START, what the person wishes. */
export function readMessage(form: Form, sid: string): InboundEvent[] {
  const [ours, theirs] = [form('To'), form('From')];
  if (ours === '' || theirs === '' || `${ours}${theirs}`.length > 400) {
    throw new MalformedRequestError('a message has From and To');
  }
  const from = writerOf(form);
  const message: InboundMessage = {
    type: 'message',
    externalId: sid,
    from,
    thread: `${ours} ${theirs}`,
    ...contentsOf(form),
    ...beside(form),
  };
  return [message, ...consentOf(form, message)];
}

function writerOf(form: Form): IdentityClaim {
  const person = personAt(form('From'), form('AccountSid'));
  const name = form('ProfileName');
  const number = form('WaId') && personAt(form('WaId'), '');
  const aliases = number && person.kind !== 'phone' && number.kind === 'phone' ? [number] : [];
  return {
    ...person,
    verified: true,
    ...(name && { name }),
    ...(aliases.length > 0 && { aliases }),
  };
}

function contentsOf(form: Form): Pick<InboundMessage, 'text' | 'attachments' | 'unsupported'> {
  const said = form('Body') || form('ButtonText') || form('ListTitle');
  const text = [said, placeOf(form)].filter(Boolean).join('\n');
  const attachments = filesOf(form);
  if (attachments.length > 0) return { text, attachments };
  return text === '' ? { text, unsupported: unsayable(form('MessageType')) } : { text };
}

/** A shared place in words, with a map behind it. */
function placeOf(form: Form): string {
  const [latitude, longitude] = [form('Latitude'), form('Longitude')];
  if (!isDegrees(latitude) || !isDegrees(longitude)) return '';
  const map = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}`;
  return [form('Label'), form('Address'), map].filter(Boolean).join('\n');
}

const isDegrees = (text: string): boolean => /^-?\d{1,3}(?:\.\d+)?$/.test(text);

function filesOf(form: Form): AttachmentReference[] {
  // Up to ten; the count of them, `NumMedia`, is not always there.
  return Array.from({ length: 20 }, (_, index) => ({
    remote: form(`MediaUrl${index}`),
    type: form(`MediaContentType${index}`) || 'application/octet-stream',
  }))
    .filter(({ remote }) => remote !== '')
    .map(({ remote, type }, index) => ({
      name: nameOf(type, index + 1),
      type,
      source: { remote },
    }));
}

/** Twilio names no files. */
function nameOf(type: string, number: number): string {
  const [family = 'file', kind = 'bin'] = type.toLowerCase().split(/[/;]/);
  const ending = /^(?:x-)?vcard$/.test(kind) ? 'vcf' : kind.replaceAll(/[^\w-]/g, '') || 'bin';
  const what = { text: 'contact', application: 'file' }[family] ?? family.replaceAll(/\W/g, '');
  return `${ending === 'vcf' || what !== 'contact' ? what : 'text'}-${number}.${ending}`;
}

function unsayable(type: string): string {
  if (type === '' || type === 'text') return 'an empty message';
  return `a message of the kind “${type.slice(0, 40)}”`;
}

/** What stands around the words: what they answer, where they come from. */
function beside(form: Form): Pick<InboundMessage, 'quotes' | 'context'> {
  const quotes = form('OriginalRepliedMessageSid');
  const context = [forwarding(form), referral(form)].filter(Boolean).join(' · ');
  return { ...(quotes && { quotes: quotes.slice(0, 200) }), ...(context && { context }) };
}

function forwarding(form: Form): string {
  if (form('FrequentlyForwarded') === 'true') return 'Forwarded many times';
  return form('Forwarded') === 'true' ? 'Forwarded' : '';
}

/** The advertisement or post on which they tapped “Send message”. */
function referral(form: Form): string {
  const told = ['ReferralHeadline', 'ReferralBody', 'ReferralSourceUrl'].map(form).filter(Boolean);
  if (told.length === 0) return '';
  const source = form('ReferralSourceType') === 'post' ? 'a post' : 'an advertisement';
  return `From ${source}: ${told.join(' — ')}`;
}

/** `OptOutType` is what Twilio itself has made of the word, where it minds opting out for us. */
function consentOf(form: Form, message: InboundMessage): InboundEvent[] {
  const minded = form('OptOutType').toLowerCase();
  const wish = minded || consentIn(form('Body'));
  if (wish !== 'stop' && wish !== 'start') return [];
  const { kind, scope, value } = message.from;
  return [
    {
      type: 'consent',
      externalId: `${message.externalId}:consent`,
      who: { kind, scope, value },
      allowed: wish === 'start',
      reason: `They wrote “${form('Body').trim().slice(0, 40) || wish.toUpperCase()}”.`,
    },
  ];
}
