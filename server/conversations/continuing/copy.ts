/** All of a line by mail, for whom it belongs to: where unread answers follow them, and on the same way. */
import { isBlocked } from '../../contacts/blocked.ts';
import { continuations } from '../../database/schema/continuations.ts';
import type { LineReference } from '../../events/effects.ts';
import type { Scope } from '../../events/scope.ts';
import { isZone } from '../../wire/notice-rules.ts';
import { Refusal } from '../../wire/problems.ts';
import type { VisitorMessage } from '../../wire/visitor.ts';
import { findLine, readVisitorLine } from '../visitor-line.ts';
import { ofThread } from './addresses.ts';
import { mail } from './mail.ts';
import { carrierOf, isUnwilling, lockWaiting, type Waiting } from './waiting.ts';
import { localeFor, wordsIn } from './words.ts';

/** The newest ones, of a line that is longer. */
const MOST = 500;

export type CopyWish = {
  locale: string;
  /** In whose time; what there is not counts as UTC. */
  zone: string;
  stopUrl(workspaceId: string, threadId: string): string;
};

/** Where a copy would go; null: nobody has left an address. */
export async function addressOn(scope: Scope, line: LineReference): Promise<string | null> {
  const thread = await findLine(scope, line);
  const row = thread && (await continuationOf(scope, thread.id));
  return row?.address ?? null;
}

/**
 * Queues it as a message like any other. Unread answers in it do not follow once more.
 * @returns the address it goes to
 * @throws Refusal conflict where none is left, no mail goes out, or nobody has answered yet; blocked
 */
export async function mailCopy(
  scope: Scope,
  line: LineReference,
  { locale, zone, stopUrl }: CopyWish,
): Promise<string> {
  const waiting = await waitingOn(scope, line);
  const carrier = await willingCarrier(scope, waiting);
  const { row, thread } = waiting;
  const { data } = await readVisitorLine(scope, line, { limit: MOST });
  // Who would only use us to write to strangers is answered by nobody.
  if (!data.some(({ direction, author }) => direction === 'out' && author !== null)) {
    throw new Refusal('conflict', 'Nobody has answered yet.');
  }
  const said = data.filter(({ deleted }) => !deleted).map(inWords(locale, zone));
  const carrierId = await mail(scope, waiting, {
    ...{ carrier, files: [], subject: wordsIn(locale).copy, said: said.join('\n\n') },
    stopUrl: stopUrl(scope.workspaceId, thread.id),
  });
  const sent = { carrierId, sentSeq: thread.seq, locale: localeFor(locale) };
  await scope.tx.update(continuations).set(sent).where(ofThread(scope, thread.id));
  return row.address;
}

async function waitingOn(scope: Scope, line: LineReference): Promise<Waiting> {
  const thread = await findLine(scope, line);
  const row = thread && (await continuationOf(scope, thread.id));
  const waiting = row && (await lockWaiting(scope, row));
  if (waiting) return waiting;
  throw new Refusal('conflict', 'Leave an address first.');
}

async function willingCarrier(scope: Scope, { channel, thread, held, row }: Waiting) {
  if (await isBlocked(scope, thread.identityId)) {
    throw new Refusal('blocked', 'Nothing is sent for who is blocked.');
  }
  const carrier = await carrierOf(scope, channel);
  if (!carrier || held.status === 'spam') throw new Refusal('conflict', 'No mail goes out here.');
  if (await isUnwilling(scope, channel, { carrier, address: row.address })) {
    throw new Refusal('conflict', 'No mail from here is wanted at this address.');
  }
  return carrier;
}

async function continuationOf(scope: Scope, threadId: string) {
  const [row] = await scope.tx.select().from(continuations).where(ofThread(scope, threadId));
  return row;
}

/** Each line of what was said is marked, so that nobody's words can look like somebody else's. */
function inWords(locale: string, zone: string): (message: VisitorMessage) => string {
  const { you } = wordsIn(locale);
  const moment = new Intl.DateTimeFormat(localeFor(locale), {
    ...{ year: 'numeric', month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' },
    ...{ timeZone: isZone(zone) ? zone : 'UTC', timeZoneName: 'short' },
  });
  return ({ direction, author, createdAt, text, attachments }) => {
    const who = direction === 'in' ? you : author;
    const head = [who, moment.format(new Date(createdAt))].filter(Boolean).join(' · ');
    const files = attachments.map(({ name }) => `[${name}]`);
    const lines = [...text.split(/\r\n|[\n\v\f\r\u0085\u2028\u2029]/), ...files];
    return [head, ...lines.filter(Boolean).map((one) => `> ${one}`)].join('\n');
  };
}
