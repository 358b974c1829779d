/**
 * A mail server on this machine: keeps what it takes, and misbehaves as told. An answer is a whole
 * line such as `451 4.7.1 Greylisted`; `drop` hangs up instead.
 */
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server';
import type { Settings, Tools } from '../../adapters/adapter.ts';
import type { OutboundMessage } from '../../adapters/message.ts';
import { keptSecrets } from './kept-secrets.ts';

export type TakenMail = {
  from: string;
  to: string[];
  raw: string;
  secure: boolean;
  user: string;
  /** The connection it came by. */
  session: string;
};

/** What it does instead of taking everything; may be changed at any time. */
export type Moods = {
  /** `334` asks for a word before it refuses, as Google does with tokens. */
  login?: (user: string, secret: string) => string | null;
  sender?: (address: string) => string | null;
  recipient?: (address: string) => string | null;
  /** How long it takes to think about a mail. */
  wait?: () => Promise<void>;
  /** Before the last dot, and after it. */
  midway?: 'drop';
  mail?: (mail: TakenMail) => string | 'drop' | null;
  /** What it says when it takes a mail. */
  thanks?: string;
};

export type MailServer = {
  port: number;
  moods: Moods;
  taken: TakenMail[];
  /** How often somebody connected, how many still are, and with which secrets they logged in. */
  connections: number;
  open(): number;
  secrets: string[];
  /** Hangs up on everybody. */
  hangUp(): void;
  stop(): Promise<void>;
};

/** For mail.example.com and smtp.example.com, signed by itself. */
export const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBzzCCAXagAwIBAgIUUtjvM8yX4zoM0xzPsw7Ejlbik8IwCgYIKoZIzj0EAwIw
GzEZMBcGA1UEAwwQbWFpbC5leGFtcGxlLmNvbTAgFw0yNjExMjYwNzQ3MTFaGA8y
MTI2MTEwMjA3NDcxMVowGzEZMBcGA1UEAwwQbWFpbC5leGFtcGxlLmNvbTBZMBMG
ByqGSM49AgEGCCqGSM49AwEHA0IABDDs+O5aiIFOlg5cwPrljq44hDmIzvqd6x92
c7oL9CWLlQTIwz5UVHaLufDBx996DqvAcP3IoZmfWkZnR3AwIFKjgZUwgZIwHQYD
VR0OBBYEFB6CfEJPuhDHJj7Mv3kZWNs/C4AIMB8GA1UdIwQYMBaAFB6CfEJPuhDH
Jj7Mv3kZWNs/C4AIMD8GA1UdEQQ4MDaCEG1haWwuZXhhbXBsZS5jb22CEHNtdHAu
ZXhhbXBsZS5jb22CEGltYXAuZXhhbXBsZS5jb20wDwYDVR0TAQH/BAUwAwEB/zAK
BggqhkjOPQQDAgNHADBEAiAD3c+pGSq5y4vrnp/UifoENffjG3C4wFPdNwbB52dy
hAIgAMUSTUzTewM4HsanaD7sirrq84No32IW0p9hgUnP3w8=
-----END CERTIFICATE-----
`;
export const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgQTbiiqo1bvPI3zpP
YkPKrfLStAa55zfN25mx+fEbjpGhRANCAAQw7PjuWoiBTpYOXMD65Y6uOIQ5iM76
nesfdnO6C/Qli5UEyMM+VFR2i7nwwcffeg6rwHD9yKGZn1pGZ0dwMCBS
-----END PRIVATE KEY-----
`;

export const PASSWORD = 'correct-horse-battery';

/** Starts one on a free port. Without options it offers STARTTLS and wants a login. */
export async function startMailServer(options: SMTPServerOptions = {}): Promise<MailServer> {
  const server: MailServer = {
    ...{ port: 0, moods: {}, taken: [], connections: 0, secrets: [] },
    open: () => smtp.connections.size,
    hangUp() {
      for (const line of smtp.connections) line._socket.destroy();
    },
    stop() {
      server.hangUp();
      return new Promise((resolve) => smtp.close(resolve));
    },
  };
  const smtp = new SMTPServer({
    ...{
      key: KEY,
      cert: CERTIFICATE,
      name: 'mail.example.com',
      authMethods: ['PLAIN', 'LOGIN', 'XOAUTH2'],
    },
    ...{
      disableReverseLookup: true,
      closeTimeout: 100,
      allowInsecureAuth: true,
      hideENHANCEDSTATUSCODES: true,
    },
    onConnect(_session, done) {
      server.connections++;
      done();
    },
    onAuth({ username = '', password, accessToken }, _session, done) {
      const secret = password ?? accessToken ?? '';
      server.secrets.push(secret);
      const said = server.moods.login?.(username, secret);
      const wrong = said ?? (server.moods.login || secret === PASSWORD ? null : '535 5.7.8 No.');
      if (wrong === '334') return done(null, { data: { status: '401' } });
      done(wrong === null ? null : refusal(wrong), { user: username });
    },
    onMailFrom: ({ address }, _session, done) => done(errorOf(server.moods.sender?.(address))),
    onRcptTo: ({ address }, _session, done) => done(errorOf(server.moods.recipient?.(address))),
    async onData(stream, session, done) {
      const hangUp = () => {
        for (const line of smtp.connections)
          if (line.session.id === session.id) line._socket.destroy();
      };
      if (server.moods.midway === 'drop') return hangUp();
      // The line may break in the middle of it.
      const raw = await buffer(stream).catch(() => null);
      if (raw === null) return;
      const mail = takenMail(session, raw.toString('latin1'));
      await server.moods.wait?.();
      const said = stream.sizeExceeded ? '552 5.3.4 Too big' : server.moods.mail?.(mail);
      if (said === 'drop') return hangUp();
      if (!said) server.taken.push(mail);
      done(errorOf(said), server.moods.thanks ?? '2.0.0 Ok: queued as 4Tz1');
    },
    ...options,
  });
  smtp.on('error', () => {});
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', () => resolve()));
  server.port = (smtp.server.address() as AddressInfo).port;
  return server;
}

/** What a channel at this server has entered; every test has a channel of its own. */
export function settingsAt(
  { port }: { port: number },
  more: Record<string, string> = {},
): Settings {
  return {
    channelId: `channel-${++channels}`,
    address: 'help@example.com',
    senderName: 'Example Support',
    password: PASSWORD,
    smtpHost: 'smtp.example.com',
    smtpPort: String(port),
    smtpSecurity: 'starttls',
    plusAddressing: 'on',
    tokenSecret: 'test-token-secret',
    authority: CERTIFICATE,
    ...more,
  };
}
let channels = 0;

/** An answer to Ana. */
export const messageToAna = (more: Partial<OutboundMessage> = {}): OutboundMessage => ({
  id: '0193f1c2-7a5b-7c3d-8e4f-5a6b7c8d9e0f',
  attempt: 1,
  thread: 't1',
  to: { kind: 'email', scope: '', value: 'ana@example.org' },
  text: 'Yes, twelve.',
  attachments: [],
  subject: 'Stock',
  ...more,
});

/** Every host is this machine; there is no web. */
export function toolsAt(more: Partial<Tools> = {}): Tools {
  return {
    fetch: () => Promise.reject(new Error('no web here')),
    log: () => {},
    signal: new AbortController().signal,
    now: () => new Date('2026-11-26T08:15:00Z'),
    resolve: async () => '127.0.0.1',
    secrets: keptSecrets({ oauthRefreshToken: 'refresh-1' }),
    ...more,
  };
}

/** The mail as somebody's mail program reads it. */
export const opened = (mail: TakenMail | undefined): Promise<Email> =>
  PostalMime.parse(Buffer.from(mail?.raw ?? '', 'latin1'));

function takenMail({ envelope, ...session }: SMTPServerSession, raw: string): TakenMail {
  return {
    from: envelope.mailFrom === false ? '' : envelope.mailFrom.address,
    to: envelope.rcptTo.map(({ address }) => address),
    ...{ raw, secure: session.secure, session: session.id },
    user: String(session.user ?? ''),
  };
}

const errorOf = (said: string | null | undefined): Error | null => (said ? refusal(said) : null);

function refusal(said: string): Error {
  return Object.assign(new Error(said.slice(4)), { responseCode: Number(said.slice(0, 3)) });
}
