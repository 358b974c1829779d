/** Whether a mail is a bounce at all. */
import type { Mail } from '../mail/mail.ts';
import { addressIn } from './addresses.ts';
import { hasDeliveryReport } from './delivery-report.ts';
import { fieldOf } from './fields.ts';
import type { Notice } from './notice.ts';
import { returnedHeaders } from './original.ts';
import { phrase, plainly, unspaced } from './phrases.ts';
import { REPLY_SUBJECTS } from './signals.ts';

/**
 * Signs must meet: a machine wrote it, and it says that a mail did not arrive. People write about
 * bounces and about parcels that were not delivered, pass bounces on and quote them; the less is
 * known of the sender, the more of the mail system must be seen.
 */
export function isBounce(mail: Mail, notice: Notice): boolean {
  if (isReceiptOrComplaint(mail)) return false;
  if (fieldOf(mail.headers, 'x-failed-recipients') !== '') return true;
  const fromSystem = isFromMailSystem(mail);
  if (hasDeliveryReport(mail) && (isReport(mail) || fromSystem)) return true;
  return fromSystem ? isSystemsBounce(mail, notice) : isOthersBounce(mail, notice);
}

function isSystemsBounce(mail: Mail, notice: Notice): boolean {
  if (!hasSubject(mail) && !saysFailed(mail, notice)) return false;
  return !isAnswer(mail) || showsMail(mail, notice);
}

function isOthersBounce(mail: Mail, notice: Notice): boolean {
  if (isAnswer(mail) || isAutomaticReply(mail)) return false;
  const [named, failed] = [hasSubject(mail), saysFailed(mail, notice)];
  if (isFromMachine(mail)) return (named || failed) && showsMail(mail, notice);
  return named && failed && (returnsOurs(mail, notice) || isForm(notice));
}

/** Begun as no person begins, or a sentence with whom it is about on a line of its own. */
function isForm({ said }: Notice): boolean {
  const written = said.filter((line) => line.trim() !== '').slice(0, 8);
  if (OPENING.test(plainly(written[0] ?? ''))) return true;
  const at = written.findIndex((line) => FORM.test(plainly(line)));
  return at !== -1 && written.slice(at + 1, at + 4).some((line) => ALONE.test(line));
}

const OPENING = /^this (?:message|email) was created automatically by (?:the )?mail delivery/;
const FORM = phrase('not be delivered to the following (recipient|user|address)');
const ALONE = /^\s{0,20}(?:"[^"]{1,80}"\s)?<?[^\s<>"@]{1,100}@[^\s<>"@]{1,250}>?\s{0,9}$/;

/** A receipt tells of a mail that arrived, unless the mail system itself sends it back (RFC 5429). */
function isReceiptOrComplaint(mail: Mail): boolean {
  return mail.reports.some(
    ({ type, text }) =>
      /^message\/feedback-report/.test(type) ||
      (/^message\/disposition-notification/.test(type) && !isRefusal(mail, text)),
  );
}

function isRefusal(mail: Mail, receipt: string): boolean {
  const rejected = /\(rejected\)/i.test(fieldOf(mail.headers, 'auto-submitted'));
  const deleted = /^disposition:[^;]{0,200};\s{0,9}deleted/im.test(receipt);
  return deleted && (rejected || /\breject/i.test(mail.subject)) && isFromMailSystem(mail);
}

function isAnswer(mail: Mail): boolean {
  return /^\s*(?:re|aw|sv|fw|fwd|wg|tr|rv|回复|答复|转发)\s*[:：]/i.test(mail.subject);
}

/** Some say that their owner is not reached, and quote what was written to them. */
function isAutomaticReply(mail: Mail): boolean {
  const subject = plainly(mail.subject);
  return REPLY_SUBJECTS.some((pattern) => pattern.test(subject));
}

/** Some send the report alone, without the mail around it. */
function isReport(mail: Mail): boolean {
  return /^(?:multipart\/report|message\/delivery-status)/i.test(
    fieldOf(mail.headers, 'content-type'),
  );
}

/** Senders that write nothing else. */
function isFromMailSystem(mail: Mail): boolean {
  return (
    SYSTEM_ADDRESS.test(mail.from.address) ||
    SYSTEM_NAME.test(writtenFrom(mail)) ||
    mail.headers.some(({ name, value }) => SYSTEM_HEADERS[name]?.test(value))
  );
}

/** Senders that are machines, of some kind: they leave no way to answer, or are called so. */
function isFromMachine(mail: Mail): boolean {
  const path = mail.headers.find(({ name }) => name === 'return-path')?.value.trim();
  return (
    (path !== undefined && NOBODY.test(path)) ||
    /<\s*>\s*$/.test(fieldOf(mail.headers, 'from')) ||
    MACHINE_NAME.test(writtenFrom(mail)) ||
    /^(?:Internet Mail Service|Microsoft Exchange)/.test(fieldOf(mail.headers, 'x-mailer'))
  );
}

/** A bounce goes back to nobody; some servers write the name of their own sender there. */
const NOBODY = /^(?:<\s*(?:mailer-daemon(?:@[^<>\s]{1,250})?)?\s*>)?$/i;

/** As it stands there: what is no address is a name of a mail system often. */
function writtenFrom(mail: Mail): string {
  return fieldOf(mail.headers, 'from')
    .replace(/["'<>]/g, ' ')
    .trim();
}

const SYSTEM_ADDRESS =
  /^(?:mailer-daemon|mailerdaemon|mailer_daemon|postmaster|post_master|microsoftexchange[0-9a-f]{8,64}|mail-?daemon|mdaemon|mmdf)@|^sysadmin@[^@]{0,60}vzwpix\.com$/i;
const SYSTEM_NAME =
  /^(?:mail(?:er)?[ -]?(?:delivery|deliver|daemon)|postmaster|delivery subsystem|internet mail delivery|microsoft exchange|courier mail server)/i;
const MACHINE_NAME =
  /^(?:system ?administrator|mail ?administrator|mail (?:system|server)|interscan|no-?reply|mailer|daemon|bounce|root)/i;

const SYSTEM_HEADERS: Readonly<Record<string, RegExp>> = {
  received: /invoked for bounce|\(MAILFOUNDRY\)/i,
  'x-ahmailid': /./,
  'x-mx-bounce': /./,
  'x-ms-exchange-message-is-ndr': /^/,
  'x-ms-embedded-report': /^/,
  'x-nai-header': /^Modified by McAfee/i,
  'x-spasign': /^NG/,
  'x-mailer': /^(?:m-FILTER|SurfControl|<SMTP32)/i,
  // The list server itself, not a person who writes through it.
  'message-id': /^<\d{1,30}\.FML/,
};

/** A mail comes back with it, or the words of an SMTP session, which people seldom write. */
function showsMail(mail: Mail, notice: Notice): boolean {
  const returns = returnedHeaders(mail, notice).some((fields) => fields.length > 1);
  return returns || notice.said.some((line) => SESSION.test(line));
}

/** The mail that comes back was written by the one who gets it back. */
function returnsOurs(mail: Mail, notice: Notice): boolean {
  const ours = [...mail.to.map(({ address }) => address), ...mail.deliveredTo];
  return returnedHeaders(mail, notice).some((fields) =>
    ours.includes(addressIn(fieldOf(fields, 'from'))),
  );
}

const SESSION =
  /(?<![\d.])[45]\d\d[ -]{1,2}#?[45]\.\d\.\d|\b(?:RCPT TO|MAIL FROM|SMTP error|>>> DATA)\b|\b(?:said|responded|response was|returned|error)\b.{0,40}(?<![\d.])[45]\d\d\b/i;

function hasSubject(mail: Mail): boolean {
  const subject = plainly(mail.subject);
  return SUBJECTS.some((pattern) => pattern.test(subject));
}

function saysFailed(mail: Mail, notice: Notice): boolean {
  const said = plainly([mail.subject, ...notice.said].join(' '));
  return FAILED.some((pattern) => pattern.test(said));
}

/** How the subject of a bounce starts. */
const SUBJECTS: readonly RegExp[] = [
  'undelivered mail returned',
  'undeliver(able|ed)',
  'returned (mail|to sender|email|message)',
  'failure notice',
  'failed (delivery|mail)',
  'mail (delivery|deliver|could not be|system error|failure)',
  'message (delivery|could not|frozen|undeliverable|not delivered|you sent blocked)',
  'delivery (failure|status|notification|report|has failed|problem|error|incomplete|reports|failed|delayed)',
  'permanent delivery failure',
  '(warning|notice): (message|could not send|mail|email) ~ (delay|hours|delivered)',
  'non (delivery|remis)',
  '(could not|unable to|cannot) (deliver|send) (message|mail|your)',
  'there was an error sending your mail',
  'sorry, your message could not be delivered',
  'bounce',
  '[bounce]',
  'returned mail:',
  'rejected(:| mail)',
  'error(s) in forwarding',
  'automatically rejected mail',
  'unzustellbar',
  '(nicht zugestellt|nachricht konnte nicht|rückläufer)',
  '(non remis|non distribu|échec de|message non)',
  '(no se puede entregar|no entregado|devuelto)',
  '(non recapitabile|mancato recapito|não entregue|não foi possível entregar)',
  '(недоставлен|не удается доставить|сообщение не доставлено|почта не доставлена)',
]
  // Filters on the way put their tags before it.
  .map((start) => new RegExp(`^(?:\\[[^\\]]{1,20}\\] ?)?${phrase(start).source}`, 'u'))
  .concat(
    [
      '退信',
      '系统退信',
      '邮件退回',
      '配信不能',
      '配信失敗',
      '配信できません',
      '送信できません',
      '반송',
    ].map(unspaced),
  );

/** What the text of a bounce says, whoever wrote it. */
const FAILED: readonly RegExp[] = [
  'could not be (delivered|sent)',
  '(unable|failed|not able|not possible) to (deliver|send|be delivered)',
  '(cannot|can not|could not|not) be delivered',
  '(was|were|been|is|are) (not|un)( |)(delivered|deliverable)',
  'did not reach the following recipient',
  'delivery (to|has|of|attempt|status|failed|failure|error) ~ (fail|notification|delay|error|permanent|not)',
  'undeliverable',
  'not delivered',
  'permanent (fatal |)error',
  'delivery (problems|errors)',
  'failed (permanently|recipient|for the following)',
  'following (address|recipient|addresses|recipients) ~ (fail|error|reject|problem|affected|not)',
  'returned to (you|sender)',
  'transcript of session follows',
  'rejected (by|recipient|your message)',
  '(unknown|no such) (user|host|mailbox|recipient)',
  'user unknown',
  'mailbox (full|unavailable|not found)',
  'does not exist',
  'error ~ (delivering|sending) your (mail|message)',
  'has been returned because',
  'automatically rejected',
  'duplicated message id',
  'not a member',
  'nicht zugestellt',
  "(n'a pas pu|n'ont pas|impossible)",
  '(no se pudo|no pudo|no se ha podido) ~ entreg',
  'не (доставлен|удалось доставить)',
]
  .map(phrase)
  .concat(
    ['(无法|未能|不能)(投递|送达|发送|递送)', '退信', '(送信|配信|お届け)~(できません|失敗)'].map(
      unspaced,
    ),
  );
