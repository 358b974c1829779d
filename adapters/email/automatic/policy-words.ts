/** What servers write when they refuse a sender, a content or a moment: all of it soft. */
import { glyphs, type Rows, words } from './rows.ts';

/** Decide after the words about mailboxes and before the codes. */
export const POLICY_WORDS: Rows = [
  words('blocked', [
    '(black|block|deny) ?list',
    '(blacklist|blocklist|denylist)',
    '(dnsbl|rbl|spamhaus|spamcop|barracuda|sorbs|reputation|banned)',
    'client host',
  ]),
  words('spam', [
    'spam',
    '(junk|bulk) (mail|email)',
    'unsolicited',
    '(content|message|mail) ~ (filter|scor)',
    '(bayes|phish|suspicious)',
    'looks like',
  ]),
  glyphs('spam', ['(垃圾邮件|垃圾郵件|迷惑メール)']),
  words('blocked', [
    'blocked',
    'dynamic (ip|address)',
    '(bad helo|helo command rejected|helo rejected)',
    'access denied',
    'not authori',
    'connections? not accepted',
    'open relay',
    'ip ~ (rejected|listed|refused)',
    '(weren|were) not sent',
  ]),
  words('expired', [
    '(delivery|retry|message|queue) ~ (timed out|time out|timeout|expired)',
    'exceeded its (maximum |)time',
    'in the queue too long',
    'too old.',
    '(has been|was) frozen',
    '(could not be|not|undeliverable) ~ (within|for) ~ (hour|day)',
    'delivery failed ~ attempts',
    'giving up after',
    'retry time not reached',
    'failing for a long time',
    'retry timeout exceeded',
    '(queue|envelope) expired',
  ]),
  words('network', [
    'connection (timed out|timeout|refused|reset|lost|failed|dropped|closed)',
    '(timed out|timeout|unreachable)',
    'no route to',
    'host not found, try again',
    'network (is down|down|error)',
    '(unable|not able|not) (to |)(connect|contact|establish)',
    'not (reachable|responding)',
    'did not accept our requests',
    '(lookup failed|dns error|dns failure|bad connection)',
  ]),
  words('encryption', ['(tls|ssl).', 'starttls', 'encryption', 'certificate']),
  words('later', [
    '(greylist|graylist|grey list|gray list)',
    '(please try|try again|try your|come back|retry later|please retry)',
    'temporarily deferred',
  ]),
  words('policy', [
    '(policy|policies)',
    'prohibit',
    'not (allowed|permitted)',
    'administrative',
    '(forbidden|violation|regulation)',
  ]),
];

/** Decide only when neither clearer words nor a code that names a cause did. */
export const VAGUE_WORDS: Rows = [
  words('userUnknown', [
    'mailbox (name |)(is |)(unavailable|unavaiable|invalid|not available)',
    '(address|recipient) (rejected|not ok|not accepted|is not accepted|not local|is not local)',
    '(invalid|bad|wrong) (address|recipient|mailbox|user|destination)',
    'undeliverable (address|to)',
    'not a local address',
    'does not like recipient',
  ]),
  words('later', ['service ~ (unavailable|not available)', 'too busy', 'temporar']),
  words('policy', ['(denied|refuse|reject)']),
  words('content', [
    '(mime|8bit|8 bit|header|charset|content|attachment|conversion|malformed|format|duplicate)',
  ]),
  words('protocol', ['(syntax|bad sequence|command|unrecognized|protocol|helo|ehlo)']),
  words('system', ['(local|internal|config|configuration|system|mailer|i/o) ~ error', 'pipe to']),
];
