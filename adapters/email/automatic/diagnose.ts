/** From codes and words to what became of a mail to one recipient. */
import type { Action } from './delivery-report.ts';
import { plainly } from './phrases.ts';
import { POLICY_WORDS, VAGUE_WORDS } from './policy-words.ts';
import type { ReasonId } from './reason-table.ts';
import { BY_REPLY, BY_STATUS, BY_SUBJECT, REASONS, type Reason } from './reason-table.ts';
import { CLEAR_WORDS } from './reason-words.ts';
import type { Rows } from './rows.ts';

export type BouncedRecipient = {
  /** Lower case. */
  address: string;
  action: Action;
  /** Enhanced status code such as `5.1.1` (RFC 3463); '' when none is given. */
  status: string;
  /** SMTP reply such as `550`; '' when none is given. */
  replyCode: string;
  /** The address does not exist (any more): writing to it again is in vain. */
  hard: boolean;
  /** For an agent to read, e.g. "The mailbox does not exist." */
  reason: string;
};

/** What is known of one failure, before it is understood. */
export type Failure = {
  address: string;
  action: Action | null;
  status: string;
  /** The words of the server that refused. */
  diagnosis: string;
  /** The words around them: explained by the mail system that writes the bounce. */
  notice: string;
};

/** Understands one failure. The words of the refusing server count more than its codes. */
export function diagnose(failure: Failure): BouncedRecipient {
  const words = [failure.diagnosis, failure.notice].map((text) => text.slice(0, 8000));
  const status = betterStatus(failure.status, words);
  const replyCode = words.map(replyCodeIn).find(Boolean) ?? '';
  const action = failure.action ?? actionFrom(status, failure.notice);
  const { hard, reason } = outcome(action, explain({ status, replyCode, words }));
  return { address: failure.address, action, status, replyCode, hard, reason };
}

type Evidence = { status: string; replyCode: string; words: string[] };

/** A status of 5.0.0 says no more than that it failed: the server's own is in its words. */
function betterStatus(status: string, words: string[]): string {
  if (status && !/\.0\.0$/.test(status)) return status;
  const told = words.map((text) => STATUS.exec(text)?.[1]).find(Boolean);
  return told ?? status;
}

const STATUS = /(?<![\d.v]|version )([45]\.[0-7]\.\d{1,3})(?![\d.]*\.\d|\d)/;

function replyCodeIn(text: string): string {
  return REPLY_WITH_STATUS.exec(text)?.[1] ?? REPLY.exec(text)?.[1] ?? '';
}

const REPLY_WITH_STATUS = /(?<![\w.-])([45][0-57]\d)[ -]{1,2}#?[45]\.\d\.\d/;
const REPLY = /(?:^|[\s;:'"[(<#])([45][0-57]\d)(?=[\s#:,-]|$)/;

function actionFrom(status: string, notice: string): Action {
  const delayed = /\b(?:delayed|will (?:be )?(?:retried|retry|continue)|warning message only)\b/i;
  return delayed.test(notice.slice(0, 3000)) && !status.startsWith('5') ? 'delayed' : 'failed';
}

function outcome(action: Action, { hard, words }: Reason): { hard: boolean; reason: string } {
  if (action === 'failed') return { hard, reason: words };
  if (action === 'delayed') return { hard: false, reason: `Not delivered yet. ${words}` };
  return { hard: false, reason: ARRIVED[action] };
}

const ARRIVED = {
  delivered: 'The message was delivered.',
  relayed: 'The message was passed on to a server that sends no confirmation.',
  expanded: 'The message was delivered to a list and passed on from there.',
};

function explain(evidence: Evidence): Reason {
  const id = reasonFor(evidence);
  const { hard } = REASONS[id];
  if (hard && refusedTheContent(evidence)) return REASONS.refused;
  return REASONS[id];
}

/** Words before codes, clear words before vague ones, the refusing server before the messenger. */
function reasonFor({ status, replyCode, words }: Evidence): ReasonId {
  const [klass = '', subject = '', detail = ''] = status.split('.');
  const temporary = klass === '4' || (klass === '' && replyCode.startsWith('4'));
  return (
    said(PLAIN_WORDS, words[0]) ??
    softIf(temporary, BY_STATUS[`${subject}.${detail}`]) ??
    said(PLAIN_WORDS, words[1]) ??
    softIf(temporary, said(VAGUE_WORDS, words[0]) ?? said(VAGUE_WORDS, words[1])) ??
    BY_REPLY[replyCode] ??
    BY_SUBJECT[subject] ??
    'unknown'
  );
}

const PLAIN_WORDS: Rows = [...CLEAR_WORDS, ...POLICY_WORDS];

function said(rows: Rows, words = ''): ReasonId | undefined {
  const text = plainly(words);
  if (text === '') return undefined;
  return rows.find(([, patterns]) => patterns.some((pattern) => pattern.test(text)))?.[0];
}

/** A passing failure that only a code or a vague word calls final is a matter of time. */
function softIf(temporary: boolean, id: ReasonId | undefined): ReasonId | undefined {
  if (!temporary || !id || !REASONS[id].hard) return id;
  return id === 'hostUnknown' ? 'network' : 'later';
}

/**
 * The server took the address and refused only when it had seen the message: "user unknown" then
 * tells of a filter and not of an address. 5.1.x insists on the address.
 */
function refusedTheContent({ status, words }: Evidence): boolean {
  return !/^[45]\.1\./.test(status) && words.some((text) => AFTER_DATA.test(text));
}

const AFTER_DATA =
  /in reply to (?:end of )?DATA|after (?:end of )?(?:data|sending the message)|\(state 1[578]\)|>>> DATA[^<>]{0,80}<<< 5|(?:Sent|Received) <<< DATA|SMTP command -{0,9}\s{0,9}DATA|failed after I sent the message|for TEXT command/i;
