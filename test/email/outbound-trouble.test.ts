/** Servers that refuse, break off, or are not who they say: each ends in the right kind of failure. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { send } from '../../adapters/email/outbound/send.ts';
import { ChannelError } from '../../adapters/errors.ts';
import type { OutboundAttachment, OutboundMessage } from '../../adapters/message.ts';
import {
  CERTIFICATE,
  type MailServer,
  messageToAna,
  PASSWORD,
  settingsAt,
  startMailServer,
  toolsAt,
} from '../support/mail-server.ts';
import { until } from '../support/until.ts';

let server: MailServer;
beforeEach(async () => {
  server = await startMailServer();
});
afterEach(() => server.stop());

async function failure(
  more: Record<string, string> = {},
  message: OutboundMessage = messageToAna(),
): Promise<ChannelError> {
  const settings = settingsAt(server, more);
  const error = await send(message, settings, toolsAt()).then(
    () => null,
    (thrown) => thrown,
  );
  if (!(error instanceof ChannelError)) throw new Error(`not a ChannelError: ${error}`);
  for (const secret of [PASSWORD, 'SECRET-BANNER', 'test-token-secret']) {
    expect(JSON.stringify([error, error.message, error.stack])).not.toContain(secret);
  }
  return error;
}

const file = (size: number): OutboundAttachment => ({
  ...{ id: 'f1', name: 'a.bin', type: 'application/pdf', size },
  read: async () => new Blob([new Uint8Array(size)]),
  link: () => 'https://files.example/1',
});

describe('a recipient', () => {
  test.each([
    ['550 5.1.1 SECRET-BANNER unknown user', 'rejected', 'The mailbox does not exist.'],
    ['550 No such user here', 'rejected', 'The mailbox does not exist.'],
    ['552 5.2.2 Over quota', 'rejected', 'The mailbox is full.'],
    ['550 5.2.1 Disabled', 'rejected', 'The mailbox is switched off.'],
    [
      '554 5.7.1 Relay access denied',
      'rejected',
      'The server does not pass mail on to this address.',
    ],
    ['556 5.1.10 Null MX', 'rejected', 'The domain takes no mail.'],
    ['550 5.1.2 Bad domain', 'rejected', 'There is no such domain.'],
    ['550 SECRET-BANNER', 'rejected', 'The server refused the mail.'],
    ['451 4.7.1 Greylisted', 'retry', 'The server asks to try again later.'],
    ['452 4.2.2 Mailbox full', 'retry', 'The mailbox is full.'],
    ['450 4.2.0 Too many connections', 'retry', 'The server asks us to slow down.'],
    ['421 4.7.0 SECRET-BANNER', 'retry', 'The server asks us to slow down.'],
    [
      '550 5.4.5 Daily user sending limit exceeded',
      'retry',
      'The provider’s limit for sending is used up for now.',
    ],
  ])('answered with %s', async (said, kind, reason) => {
    server.moods.recipient = () => said;
    const error = await failure({ smtpSecurity: 'none' });
    expect(error).toMatchObject({ kind, reason, maybeSent: false });
    expect(error.code).toBe(`SMTP ${/^\d{3}(?: \d\.\d+\.\d+)?/.exec(said)?.[0]}`);
    expect(error.retryAfterMs !== undefined).toBe(kind === 'retry');
    expect(server.taken).toEqual([]);
  });
});

describe('the mail itself', () => {
  test.each([
    ['554 5.7.1 Message rejected as spam', 'rejected', 'The server took the mail for spam.'],
    ['552 5.3.4 Message size exceeds limit', 'rejected', 'The mail is too big for the server.'],
    ['550 5.7.26 Unauthenticated mail from example.com', 'rejected', /check SPF, DKIM and DMARC/],
    ['552 5.7.0 Virus found', 'rejected', 'The server refused one of the files.'],
    ['451 4.3.0 Local trouble', 'retry', 'The server asks to try again later.'],
    [
      '550 5.7.0 Sending rate limit exceeded',
      'retry',
      'The provider’s limit for sending is used up for now.',
    ],
    ['550 5.7.30 Basic authentication is not supported', 'unauthorized', /user name and password/],
  ])('answered with %s', async (said, kind, reason) => {
    server.moods.mail = () => said;
    const expected = typeof reason === 'string' ? reason : expect.stringMatching(reason);
    const error = await failure({ smtpSecurity: 'none' });
    expect(error).toMatchObject({ kind, reason: expected, maybeSent: false });
  });

  test('too big for what the server says it takes is not even begun', async () => {
    await server.stop();
    server = await startMailServer({ size: 2000 });
    const error = await failure({}, messageToAna({ attachments: [file(4000)] }));
    expect(error).toMatchObject({
      kind: 'rejected',
      reason: 'The mail is too big for the server.',
    });
  });

  test('with files too big together is not even written', async () => {
    const attachments = [file(10 * 1024 ** 2), { ...file(10 * 1024 ** 2), id: 'f2' }];
    const read = () => Promise.reject(new Error('read in vain'));
    const message = messageToAna({ attachments: attachments.map((one) => ({ ...one, read })) });
    expect(await failure({}, message)).toMatchObject({ kind: 'rejected' });
    expect(server.connections).toBe(0);
  });

  test('without words or files is nothing to send', async () => {
    expect(await failure({}, messageToAna({ text: '' }))).toMatchObject({ kind: 'rejected' });
  });
});

describe('a line that breaks', () => {
  test('before the last dot: it was not sent', async () => {
    server.moods.midway = 'drop';
    // Big enough not to lie in buffers as a whole.
    const message = messageToAna({ attachments: [file(8 * 1024 ** 2)] });
    expect(await failure({}, message)).toMatchObject({ kind: 'retry', maybeSent: false });
  });

  test('after the last dot: it may have been', async () => {
    server.moods.mail = () => 'drop';
    expect(await failure()).toMatchObject({ kind: 'retry', maybeSent: true });
    expect(server.connections).toBe(1);
  });

  test('after the last dot on a connection used before: it is not sent again by itself', async () => {
    const settings = settingsAt(server);
    await send(messageToAna(), settings, toolsAt());
    server.moods.mail = () => 'drop';
    const sending = send(messageToAna(), settings, toolsAt());
    await expect(sending).rejects.toMatchObject({ kind: 'retry', maybeSent: true });
    expect(server.connections).toBe(1);
  });

  test('because the product stops: the connection goes with it', async () => {
    const stop = new AbortController();
    server.moods.mail = () => {
      stop.abort();
      return null;
    };
    const sending = send(messageToAna(), settingsAt(server), toolsAt({ signal: stop.signal }));
    await expect(sending).rejects.toMatchObject({ kind: 'retry', maybeSent: true });
    const late = send(messageToAna(), settingsAt(server), toolsAt({ signal: stop.signal }));
    await expect(late).rejects.toMatchObject({ kind: 'retry', maybeSent: false });
  });

  test('when nobody is there: it was not sent', async () => {
    const { port } = server;
    await server.stop();
    const sending = send(messageToAna(), settingsAt({ port }), toolsAt());
    await expect(sending).rejects.toMatchObject({
      ...{ kind: 'retry', code: 'ECONNREFUSED', maybeSent: false },
    });
    server = await startMailServer();
  });
});

describe('a log-in', () => {
  test.each([
    ['535 5.7.8 SECRET-BANNER', 'unauthorized'],
    ['535 5.7.139 SmtpClientAuthentication is disabled', 'unauthorized'],
    ['534 5.7.9 Application-specific password required', 'unauthorized'],
    ['454 4.7.0 Temporary authentication failure', 'retry'],
    ['421 4.7.0 Too many attempts', 'retry'],
  ])('answered with %s', async (said, kind) => {
    server.moods.login = () => said;
    expect(await failure()).toMatchObject({ kind, maybeSent: false });
  });

  test('that is wanted before a sender', async () => {
    expect(await failure({ password: '' })).toMatchObject({ kind: 'unauthorized' });
  });
});

describe('encryption', () => {
  const plain = { hideSTARTTLS: true, disabledCommands: ['STARTTLS'], allowInsecureAuth: true };

  test('that somebody took out on the way is missed, and no secret is said', async () => {
    await server.stop();
    server = await startMailServer(plain);
    const reason = 'The server offers no encryption.';
    expect(await failure()).toMatchObject({ kind: 'unauthorized', reason });
    expect(server.secrets).toEqual([]);
  });

  test.each([
    ['for another name', { smtpHost: 'smtp.example.net' }],
    ['of an unknown authority', { authority: '' }],
  ])('with a certificate %s is refused', async (_, more) => {
    const reason = 'The server’s certificate is not good for its name.';
    expect(await failure(more)).toMatchObject({ kind: 'unauthorized', reason });
    expect(server.secrets).toEqual([]);
  });

  test('from the first byte works, and finds out a server that begins in plain text', async () => {
    const reason = 'The server does not speak TLS on this port.';
    expect(await failure({ smtpSecurity: 'tls' })).toMatchObject({ kind: 'unauthorized', reason });
    await server.stop();
    server = await startMailServer({ secure: true });
    await send(messageToAna(), settingsAt(server, { smtpSecurity: 'tls' }), toolsAt());
    expect(server.taken).toMatchObject([{ secure: true }]);
  });

  test('is done without only on this machine', async () => {
    await server.stop();
    server = await startMailServer(plain);
    const settings = settingsAt(server, { smtpSecurity: 'none' });
    await send(messageToAna(), settings, toolsAt());
    expect(server.taken).toHaveLength(1);
    const far = toolsAt({ resolve: async () => '192.0.2.1' });
    await expect(send(messageToAna(), settings, far)).rejects.toMatchObject({
      kind: 'unauthorized',
    });
  });

  test('needs a certificate that was entered to be one', async () => {
    const broken = CERTIFICATE.slice(0, 200);
    expect(await failure({ authority: broken })).toMatchObject({ kind: 'unauthorized' });
  });
});

test('an idle connection keeps no process alive', async () => {
  const held = () =>
    process.getActiveResourcesInfo().filter((what) => what === 'TCPSocketWrap').length;
  await until(() => held() === 0);
  await send(messageToAna(), settingsAt(server), toolsAt());
  // The server's end is all that is left.
  await until(() => held() === 1);
});
