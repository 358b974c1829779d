/** Whether a mail is a bounce at all. */
import type { Mail } from '../mail/mail.ts';
import { hasDeliveryReport } from './delivery-report.ts';
import { fieldOf } from './fields.ts';
import type { Notice } from './notice.ts';
import { phrase, plainly, unspaced } from './phrases.ts';

/**
 * Two signs must meet: a machine wrote it, and it says that a mail did not arrive. People write
 * about bounces, pass them on and quote them; machines write much else.
 */
export function isBounce(mail: Mail, notice: Notice): boolean {
  if (isReceiptOrComplaint(mail)) return false;
  if (hasDeliveryReport(mail)) return isReport(mail) || isFromMachine(mail) || hasSubject(mail);
  if (fieldOf(mail.headers, 'x-failed-recipients') !== '') return true;
  if (isFromMachine(mail)) return hasSubject(mail) || saysFailed(mail, notice);
  return hasSubject(mail) && saysFailed(mail, notice) && !isAnswer(mail);
}

function isReceiptOrComplaint(mail: Mail): boolean {
  return mail.reports.some(({ type }) =>
    /^message\/(?:disposition-notification|feedback-report)/.test(type),
  );
}

function isReport(mail: Mail): boolean {
  return /^multipart\/report/i.test(fieldOf(mail.headers, 'content-type'));
}

/** The sender is a mail system: by its name, by its address or by leaving no way to answer. */
function isFromMachine(mail: Mail): boolean {
  const written = fieldOf(mail.headers, 'from')
    .replace(/["'<>]/g, ' ')
    .trim();
  return (
    MACHINE_ADDRESS.test(mail.from.address) ||
    MACHINE_NAME.test(written) ||
    /^<?\s*>?$/.test(returnPath(mail) ?? 'somebody') ||
    mail.headers.some(({ name: header, value }) => MACHINE_HEADERS[header]?.test(value))
  );
}

function returnPath(mail: Mail): string | undefined {
  return mail.headers.find(({ name }) => name === 'return-path')?.value.trim();
}

const MACHINE_ADDRESS =
  /^(?:mailer-daemon|mailerdaemon|postmaster|post_master|microsoftexchange[0-9a-f]{8,64}|mail-daemon|maildaemon|mdaemon|bounces?|mailer|mmdf|daemon)@/i;
const MACHINE_NAME =
  /^(?:mail(?:er)?[ -]?(?:delivery|deliver|daemon)|postmaster|system administrator|delivery subsystem|mail (?:administrator|system|server)|interscan|microsoft exchange|internet mail delivery|mailadministrator|systemadministrator|メール)/i;

const MACHINE_HEADERS: Readonly<Record<string, RegExp>> = {
  received: /invoked for bounce|\(MAILFOUNDRY\)|internal-from/i,
  'x-ahmailid': /./,
  'x-mx-bounce': /./,
  'x-ms-exchange-message-is-ndr': /^/,
  'x-ms-embedded-report': /^/,
  'x-sef-processed': /./,
  'x-nai-header': /^Modified by McAfee/i,
  'x-spasign': /^NG/,
  'x-mlserver': /./,
  'x-mailer': /^(?:m-FILTER|SurfControl|<SMTP32|Internet Mail Service)/i,
  'auto-submitted': /^auto-(?:replied|generated|notified).*(?:failure|bounce)/i,
  'delivered-to': /^double-bounce/,
};

function hasSubject(mail: Mail): boolean {
  const subject = plainly(mail.subject);
  return SUBJECTS.some((pattern) => pattern.test(subject));
}

function saysFailed(mail: Mail, notice: Notice): boolean {
  const said = plainly([mail.subject, ...notice.said].join(' '));
  return FAILED.some((pattern) => pattern.test(said));
}

function isAnswer(mail: Mail): boolean {
  return /^\s*(?:re|aw|sv|fw|fwd|wg|tr|rv|回复|答复|转发)\s*[:：]/i.test(mail.subject);
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
  '(permanent |)(delivery) failure',
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
  'unzustellbar',
  '(nicht zugestellt|nachricht konnte nicht|rückläufer)',
  '(non remis|non distribu|échec de|message non)',
  '(no se puede entregar|no entregado|devuelto)',
  '(non recapitabile|mancato recapito|não entregue|não foi possível entregar)',
  '(недоставлен|не удается доставить|сообщение не доставлено|почта не доставлена)',
]
  .map(
    (start) =>
      new RegExp(
        `^(?:\\*+ ?|re: )?${start.startsWith('[') ? '\\[bounce\\]' : phrase(start).source}`,
        'u',
      ),
  )
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
