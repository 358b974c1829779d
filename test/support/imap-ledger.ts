/** What stands in for the core while a mailbox is read: it remembers as the core would. */
import { createHash } from 'node:crypto';
import type { AdapterRequest, Listening, Settings } from '../../adapters/adapter.ts';
import { listen } from '../../adapters/email/imap/listen.ts';
import type { Pace } from '../../adapters/email/imap/pace.ts';
import { PASSWORD } from './dovecot.ts';
import { keptSecrets } from './kept-secrets.ts';

/** Quick, so that a test need not wait for a minute to pass. */
export const QUICK: Pace = {
  pollMs: 60_000,
  plainPollMs: 200,
  firstWaitMs: 20,
  longestWaitMs: 200,
  deniedWaitMs: 300,
  longestDeniedWaitMs: 2_000,
};

export function settingsFor(user: string, port: number, more: Record<string, string> = {}) {
  const settings: Settings = {
    channelId: 'mailbox-1',
    address: `${user}@example.com`,
    user,
    password: PASSWORD,
    imapHost: 'mail.example.com',
    imapPort: String(port),
    imapSecurity: 'none',
    folders: 'INBOX',
    importDays: '0',
    ...more,
  };
  return settings;
}

export class Ledger {
  bookmark = '';
  /** Each mail once, in the order of arrival. */
  readonly requests: AdapterRequest[] = [];
  /** All that was handed over, repeats included. */
  handedOver = 0;
  readonly reports: (string | null)[] = [];
  /** Called before a mail is taken: may wait, may throw. */
  beforeTaking: (request: AdapterRequest) => Promise<void> | void = () => {};
  fetch: typeof globalThis.fetch = () => Promise.reject(new Error('nothing is fetched here'));
  /** The secret settings as the core has them by now. */
  readonly kept: Record<string, string> = { oauthRefreshToken: 'refresh-1' };
  readonly #known = new Set<string>();
  #running: { end: AbortController; ended: Promise<void> } | null = null;

  get subjects(): string[] {
    return this.requests.map(subjectOf);
  }

  get report(): string | null | undefined {
    return this.reports.at(-1);
  }

  start(settings: Settings, pace: Partial<Pace> = {}): void {
    const end = new AbortController();
    const ended = listen(settings, this.listening(end.signal), { ...QUICK, ...pace });
    this.#running = { end, ended };
  }

  /** Ends the listening, and waits until it has. */
  async stop(): Promise<void> {
    this.#running?.end.abort();
    await this.#running?.ended;
    this.#running = null;
  }

  listening(signal: AbortSignal): Listening {
    return {
      bookmark: this.bookmark,
      receive: async (requests, bookmark) => {
        // All of them or none, as in a transaction.
        for (const request of requests) await this.beforeTaking(request);
        for (const request of requests) this.#receive(request, bookmark);
      },
      keep: async (bookmark) => {
        this.bookmark = bookmark;
      },
      report: async (problem) => {
        this.reports.push(problem);
      },
      fetch: (...call) => this.fetch(...call),
      log: () => {},
      signal,
      now: () => new Date(),
      resolve: async () => '127.0.0.1',
      secrets: keptSecrets(this.kept),
    };
  }

  #receive(request: AdapterRequest, bookmark: string): void {
    this.handedOver += 1;
    this.bookmark = bookmark;
    const id = createHash('sha256').update(request.body).digest('hex');
    if (request.body.length > 0 && this.#known.has(id)) return;
    this.#known.add(id);
    this.requests.push(request);
  }
}

/** A small mail that is like no other. */
export function letter(subject: string, body = 'Is it in stock?'): string {
  const lines = [
    'From: Ana Example <ana@example.org>',
    'To: help@example.com',
    `Subject: ${subject}`,
    `Message-ID: <${subject.replaceAll(' ', '-')}@example.org>`,
    '',
    body,
    '',
  ];
  return lines.join('\r\n');
}

export function subjectOf({ body }: AdapterRequest): string {
  return /^Subject: (.*)$/m.exec(Buffer.from(body).toString('latin1'))?.[1]?.trim() ?? '';
}
