/** Failures of SMTP and of the network below it, sorted into the four kinds the product knows. */
import { ChannelError } from '../../errors.ts';
import { enhancedStatus, refusalWords } from './words.ts';

/** As far as the library says what went wrong. */
type Failure = {
  /** What went wrong in the library's words; the system's own are kept beside it. */
  code: string;
  systemCode: string;
  /** The server's answer in lower case, shortened; '' when it gave none. */
  said: string;
  status: number;
  command: string;
};

const MINUTE = 60_000;
const SLOW_DOWN = 'The server asks us to slow down.';
/** How long to leave a server alone that answers so; greylisting wants a few minutes. */
const LATER = new Map([
  [421, MINUTE],
  [450, 5 * MINUTE],
  [451, 5 * MINUTE],
  [452, 10 * MINUTE],
]);

const LIMITED =
  /rate.?limit|throttl|too many (?:messages|mails|emails|connections|concurrent)|(?:daily|hourly|sending) [^\n]{0,40}(?:limit|quota)|(?:limit|quota) [^\n]{0,20}per (?:day|hour|minute)/;
const LOCKED =
  /^(?:530|534|535|538)\b|^\d{3}[ -]5\.7\.(?:30|139)\b|^5\d\d[^\n]{0,200}authentication (?:is )?required/;
const CERTIFICATE =
  /^(?:CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_CERT|HOSTNAME_MISMATCH|INVALID_CA)/;
const NO_TLS = /^(?:EPROTO$|ERR_SSL|ERR_TLS)/;
const FOREIGN_SENDER =
  /send ?as|sender address rejected|not owned by|as this sender|\b5\.7\.60\b|\b5\.2\.252\b/;

/**
 * What the product is told about a failure. `handedOver`: the whole mail had been written, so
 * without an answer it may have been taken.
 */
export function smtpFailure(error: unknown, handedOver: boolean): ChannelError {
  if (error instanceof ChannelError) return error;
  const failure = read(error);
  const encryption = encryptionFailure(failure);
  if (encryption) return encryption;
  if (failure.status >= 400) return answered(failure);
  return failure.code === 'EAUTH' ? locked('') : unanswered(failure, handedOver);
}

/** Why one of several recipients was refused. */
export function recipientRefusal(error: unknown): string {
  return refusalWords(read(error).said);
}

/** Was it the envelope sender that the server would not have? */
export function refusesSender(error: unknown): boolean {
  const { said, status, command } = read(error);
  if (status < 500 || LOCKED.test(said)) return false;
  return (command === 'MAIL FROM' && status !== 552) || FOREIGN_SENDER.test(said);
}

/** Did the server refuse user name, password or token for good? */
export function refusesLogin(error: unknown): boolean {
  const { code, status } = read(error);
  return code === 'EAUTH' && (status === 0 || status >= 500);
}

/** Was this one mail refused, and the connection is as good as before? */
export function refusesOnlyTheMail(error: unknown): boolean {
  const { code, status } = read(error);
  return (code === 'EENVELOPE' || code === 'EMESSAGE') && status >= 400 && status !== 421;
}

/** Did the line break or the server hang up, without a word on the mail? */
export function brokeOff(error: unknown): boolean {
  const { status } = read(error);
  return !(error instanceof ChannelError) && (status === 0 || status === 421);
}

function read(error: unknown): Failure {
  const said = textOf(error, 'response').slice(0, 2000).toLowerCase();
  return {
    code: textOf(error, 'code'),
    systemCode: textOf(error, 'originalCode') || textOf(error, 'code'),
    said,
    status: Number(/^[2-5]\d\d/.exec(said)?.[0] ?? 0),
    command: textOf(error, 'command'),
  };
}

function textOf(error: unknown, key: string): string {
  if (typeof error !== 'object' || error === null) return '';
  const value: unknown = Reflect.get(error, key);
  return typeof value === 'string' ? value : '';
}

function encryptionFailure({ code, systemCode, said, command }: Failure): ChannelError | null {
  const because = (reason: string) =>
    new ChannelError('unauthorized', reason, { code: systemCode });
  if (CERTIFICATE.test(systemCode))
    return because('The server’s certificate is not good for its name.');
  if (NO_TLS.test(systemCode)) return because('The server does not speak TLS on this port.');
  // Refused, or the lone "5xx" of a server that does not know the command.
  if (code === 'ETLS' && command === 'STARTTLS' && /^5/.test(said)) {
    return because('The server offers no encryption.');
  }
  return null;
}

function answered({ code: kind, said, status }: Failure): ChannelError {
  const enhanced = enhancedStatus(said);
  const code = `SMTP ${status} ${enhanced}`.trim();
  if (LOCKED.test(said) || (kind === 'EAUTH' && status >= 500)) return locked(code);
  if (status < 500) {
    const reason = status === 421 || LIMITED.test(said) ? SLOW_DOWN : refusalWords(said);
    const retryAfterMs = LATER.get(status) ?? 5 * MINUTE;
    return new ChannelError('retry', reason, { code, retryAfterMs });
  }
  // Some providers say of a limit for today that it is so for ever.
  if (enhanced === '5.4.5' || (LIMITED.test(said) && status >= 550)) {
    const reason = 'The provider’s limit for sending is used up for now.';
    return new ChannelError('retry', reason, { code, retryAfterMs: 60 * MINUTE });
  }
  return new ChannelError('rejected', refusalWords(said), { code });
}

function locked(code: string): ChannelError {
  const reason = 'The server does not accept the user name and password.';
  return new ChannelError('unauthorized', reason, code === '' ? {} : { code });
}

function unanswered({ code, systemCode }: Failure, handedOver: boolean): ChannelError {
  const details = /^[A-Z0-9_]{2,40}$/.test(systemCode) ? { code: systemCode } : {};
  if (code === 'EENVELOPE') {
    return new ChannelError(
      'rejected',
      'The server cannot write to one of the addresses.',
      details,
    );
  }
  if (code === 'EMESSAGE') {
    return new ChannelError('rejected', 'The mail is too big for the server.', details);
  }
  const reason = handedOver
    ? 'The mail server broke off without saying whether it took the mail.'
    : 'The mail server could not be reached.';
  return new ChannelError('retry', reason, { ...details, maybeSent: handedOver });
}
