/** Delivery status notifications as RFC 3464 has them, and as mail systems really write them. */
import type { Mail } from '../mail/mail.ts';
import { addressIn } from './addresses.ts';
import { type Field, readFields } from './fields.ts';
import type { Notice } from './notice.ts';

export type Action = 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded';

/** What a report says about one recipient; '' or null where it says nothing. */
export type ReportedRecipient = {
  address: string;
  action: Action | null;
  status: string;
  /** The words of the server that refused. */
  diagnosis: string;
};

/**
 * The recipients of the delivery reports in a mail (RFC 3464 2.3, RFC 6533 for addresses beyond
 * ASCII), in order. Reads reports that were put into the text or into a file as
 * well.
 */
export function readDeliveryReports(mail: Mail, notice: Notice): ReportedRecipient[] {
  const reports = mail.reports.filter(({ type }) => DELIVERY.test(type)).map(({ text }) => text);
  const otherwise = [notice.said.join('\n'), ...textFiles(mail)];
  for (const texts of [reports, otherwise]) {
    const recipients = texts.flatMap((text) => recipientsIn(readFields(text)));
    if (recipients.length > 0) return recipients;
  }
  return [];
}

/** Whether the mail brings a delivery report as a part of its own. */
export function hasDeliveryReport(mail: Mail): boolean {
  return mail.reports.some(({ type }) => DELIVERY.test(type));
}

/** A filter on the way may have wrapped the whole bounce in a mail of its own. */
function textFiles(mail: Mail): string[] {
  const texts = mail.files.filter(({ type }) => /^(?:text|message)\//.test(type)).slice(0, 5);
  return texts.map(({ content }) => new TextDecoder().decode(content.subarray(0, 64_000)));
}

const DELIVERY = /^message\/(?:global-)?delivery-status/;
/** We write to one recipient at a time. */
const MANY = 100;

function recipientsIn(fields: readonly Field[]): ReportedRecipient[] {
  return groups(fields.slice(0, MANY * 20))
    .flatMap(recipientOf)
    .slice(0, MANY);
}

/** Fields by recipient. The empty line between two is what many systems forget. */
function groups(fields: readonly Field[]): Map<string, string>[] {
  const all: Map<string, string>[] = [];
  let group = new Map<string, string>();
  for (const field of fields) {
    if (startsNext(field, group)) {
      all.push(group);
      group = new Map();
    }
    if (!group.has(field.name)) group.set(field.name, field.value);
  }
  return [...all, group];
}

function startsNext({ name, afterBlank }: Field, group: Map<string, string>): boolean {
  if (name === 'final-recipient' && group.has('final-recipient')) return true;
  if (name === 'original-recipient' && group.has('final-recipient') && group.has('action')) {
    return true;
  }
  return afterBlank && ADDRESS_FIELDS.some((field) => group.has(field)) && !LATE.has(name);
}

/** In the order they are believed: first the address that was written to, then what became of it. */
const ADDRESS_FIELDS = ['original-recipient', 'final-recipient', 'x-actual-recipient'];
/** Fields that some systems put behind an empty line of their own. */
const LATE = new Set(['diagnostic-code', 'status', 'action', 'remote-mta', 'final-recipient']);

function recipientOf(group: Map<string, string>): ReportedRecipient[] {
  const addresses = ADDRESS_FIELDS.flatMap((field) => group.get(field) ?? []);
  if (addresses.length === 0) return [];
  const status = group.get('status') ?? '';
  const comment = /\(([^()]{3,300})\)/.exec(status)?.[1] ?? '';
  return [
    {
      address: addresses.map(addressOf).find((address) => address.includes('@')) ?? '',
      action: actionOf(group.get('action') ?? ''),
      status: /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(status)?.[0] ?? '',
      diagnosis: [group.get('diagnostic-code') ?? '', comment].filter(Boolean).join(' '),
    },
  ];
}

/** `rfc822; Ana@Example.COM`, `utf-8; \x{E4}rzte@…`, or an address with no type before it. */
function addressOf(value: string): string {
  const bare = value.replace(/^[\w-]{1,20} {0,5};/, '').replace(/\\x\{([0-9A-F]{2,6})\}/gi, point);
  return addressIn(bare);
}

function point(_whole: string, hex: string): string {
  const code = Number.parseInt(hex, 16);
  return code <= 0x10ffff ? String.fromCodePoint(code) : '';
}

/** By the start of the word: `failure` and `Failed (5)` are written too. */
function actionOf(value: string): Action | null {
  const word = value.trim().toLowerCase();
  return ACTIONS.find(([stem]) => word.startsWith(stem))?.[1] ?? null;
}

const ACTIONS: readonly (readonly [string, Action])[] = [
  ['fail', 'failed'],
  ['delay', 'delayed'],
  ['deliver', 'delivered'],
  ['relay', 'relayed'],
  ['expand', 'expanded'],
];
