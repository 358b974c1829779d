/** The operator's own mail server, by which the installation writes to the people who work with it. */
import { createTransport, type Transporter } from 'nodemailer';

export type MailSettings = {
  host: string;
  port: number;
  /** Encrypted from the first byte; else as soon as the server offers it. */
  secure: boolean;
  login: { user: string; pass: string } | null;
  /** As it stands in the mails: `Interline <desk@example.com>`. */
  from: string;
};

export type SystemMail = {
  /** The same for each try, so that a mail that went out twice is one to whoever reads it. */
  id: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  /** Where its reader ends mails of this kind. */
  unsubscribe?: string | undefined;
};

/** Refused for good, or only for now; the reason is the server's own. */
export class MailError extends Error {
  readonly isFinal: boolean;
  constructor(reason: string, isFinal: boolean) {
    super(reason);
    this.isFinal = isFinal;
  }
}

/** Shorter than a job's lease. */
const TIMEOUT_MS = 12_000;
const GOOD_FOR_MS = 60_000;

export class Mailer {
  readonly from: string;
  readonly #transport: Transporter;
  readonly #host: string;
  #tried: { until: number; reason: Promise<string | null> } | null = null;

  constructor({ from, login, ...server }: MailSettings) {
    this.from = from;
    this.#host = from.split('@').at(-1)?.replace('>', '') ?? 'localhost';
    this.#transport = createTransport({
      ...server,
      ...(login && { auth: login, requireTLS: !server.secure && !isNear(server.host) }),
      connectionTimeout: TIMEOUT_MS,
      greetingTimeout: TIMEOUT_MS,
      socketTimeout: TIMEOUT_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }

  /** @throws MailError */
  async send({ id, unsubscribe, ...mail }: SystemMail): Promise<void> {
    const list = unsubscribe && {
      'List-Unsubscribe': `<${unsubscribe}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    };
    // No answering machine answers these (RFC 3834).
    const headers = { 'Auto-Submitted': 'auto-generated', ...list };
    const messageId = `<${id}@${this.#host}>`;
    try {
      await this.#transport.sendMail({ ...mail, from: this.from, messageId, headers });
    } catch (error) {
      throw new MailError(...judged(error));
    }
  }

  /** Logs in and sends nothing. @returns why nothing would be sent; null: it would */
  async check(): Promise<string | null> {
    if (!this.#tried || this.#tried.until < Date.now()) {
      const reason = this.#transport.verify().then(
        () => null,
        (error: unknown) => judged(error)[0],
      );
      this.#tried = { until: Date.now() + GOOD_FOR_MS, reason };
    }
    return this.#tried.reason;
  }
}

/** A password crosses no foreign network in the clear. */
const isNear = (host: string): boolean => /^(localhost|127\.|\[?::1)/.test(host);

function judged(error: unknown): [reason: string, isFinal: boolean] {
  const { responseCode = 0, message } = error as Error & { responseCode?: number };
  // A login that is refused is mended by the operator: what waits goes then.
  const isFinal = responseCode >= 550 && responseCode < 560;
  return [message.slice(0, 300), isFinal];
}
