/** A mailbox on a real server, and a server that takes mail, each behind a line that can be broken. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ImapFlow } from 'imapflow';
import { certify, Dovecot } from '../../support/dovecot.ts';
import { ImapLine } from '../../support/imap-line.ts';
import { type MailServer, startMailServer } from '../../support/mail-server.ts';
import { readingFrom } from '../../support/mailbox.ts';

const USER = 'help';
export const ADDRESS = `${USER}@example.com`;
/** The one name that leads to this machine everywhere. */
const HOST = 'localhost';
const SMTP_PASSWORD = 'a-word-that-nobody-may-overhear';

export class PostOffice {
  readonly dovecot: Dovecot;
  readonly sink: MailServer;
  /** To the mailbox, and to the server that takes mail. */
  readonly incoming: ImapLine;
  readonly outgoing: ImapLine;
  readonly #certificate: string;

  private constructor(
    { dovecot, sink, certificate }: { dovecot: Dovecot; sink: MailServer; certificate: string },
    [incoming, outgoing]: readonly [ImapLine, ImapLine],
  ) {
    this.dovecot = dovecot;
    this.sink = sink;
    this.#certificate = certificate;
    this.incoming = incoming;
    this.outgoing = outgoing;
  }

  static async open(): Promise<PostOffice> {
    const folder = await mkdtemp(path.join(tmpdir(), 'interline-office-'));
    const certificate = await certify(folder, HOST);
    const key = await readFile(path.join(folder, 'key.pem'), 'utf8');
    await rm(folder, { recursive: true });
    const dovecot = await Dovecot.start();
    const sink = await startMailServer({ key, cert: certificate });
    sink.moods.login = () => null;
    const lines = [await ImapLine.to(dovecot.port), await ImapLine.to(sink.port)] as const;
    return new PostOffice({ dovecot, sink, certificate }, lines);
  }

  /** What is entered to connect the mailbox. Mail is only sent encrypted. */
  get settings(): Record<string, string> {
    return {
      ...readingFrom(this.dovecot, USER),
      address: ADDRESS,
      imapPort: String(this.incoming.port),
      smtpHost: HOST,
      smtpPort: String(this.outgoing.port),
      smtpSecurity: 'starttls',
      smtpPassword: SMTP_PASSWORD,
      authority: this.#certificate,
    };
  }

  deliver(raw: string): Promise<void> {
    return this.dovecot.deliver(USER, raw);
  }

  /** The folder is made anew: its mails have other numbers, and it says so. */
  async renumber(): Promise<void> {
    this.incoming.cut();
    await this.dovecot.renumber(USER);
  }

  /** Somebody else does something in the same mailbox. */
  async beside<Result>(work: (client: ImapFlow) => Promise<Result>): Promise<Result> {
    const client = await this.dovecot.client(USER);
    try {
      return await work(client);
    } finally {
      await client.logout().catch(() => client.close());
    }
  }

  /** Somebody on the way takes the offer of encryption out, and says no when it is asked for all the same. */
  stripEncryption(): void {
    this.outgoing.heard = '';
    this.outgoing.change = (said) =>
      said.replace('250-STARTTLS\r\n', '').replace(/^220 [^\n]*TLS\r\n/i, '502 5.5.1 No.\r\n');
    this.outgoing.cut();
  }

  /** @returns what was said in the clear meanwhile and must not be */
  giveEncryptionBack(): string[] {
    this.outgoing.change = (said) => said;
    const secrets = ['AUTH', 'MAIL FROM', 'Subject:', SMTP_PASSWORD, base64(SMTP_PASSWORD)];
    const { heard } = this.outgoing;
    if (!heard.includes('STARTTLS')) return ['nobody asked for encryption meanwhile'];
    return secrets.flatMap((one) => (heard.includes(one) ? [`said in the clear: ${one}`] : []));
  }

  async close(): Promise<void> {
    await Promise.all([this.incoming.close(), this.outgoing.close()]);
    await Promise.all([this.sink.stop(), this.dovecot.stop()]);
  }
}

const base64 = (word: string): string => Buffer.from(word).toString('base64').replace(/=+$/, '');
