/** Takes in mail by SMTP (RFC 5321) for the addresses of channels; open only when the operator says where. */
import type { AddressInfo } from 'node:net';
import type { FastifyBaseLogger } from 'fastify';
import {
  SMTPServer,
  type SMTPServerAddress,
  type SMTPServerDataStream,
  type SMTPServerSession,
} from 'smtp-server';
import { findAddress } from '../channels/addresses.ts';
import { Limiter, networkOf } from '../events/limits.ts';
import { inPlace, passing } from '../failpoints.ts';
import { accept, type Intake } from '../ingress/accept.ts';
import { Refusal } from '../wire/problems.ts';
import { authenticateMail, type MailVerdicts } from './authenticate-mail.ts';

/** What providers of any size take at most. */
const MOST_BYTES = 50 * 1024 * 1024;
const MOST_RECIPIENTS = 100;

export type MailDoor = { port: number; stop(): Promise<void> };

/** Listens until stopped. @throws when the port cannot be had */
export async function openMailDoor(
  intake: Intake,
  { host, port }: { host: string; port: number },
  log: FastifyBaseLogger,
): Promise<MailDoor> {
  const limiter = new Limiter({ burst: 300, perMinute: 300 });
  const server = new SMTPServer({
    banner: 'Interline',
    size: MOST_BYTES,
    // Nobody logs in here: this is a mailbox, no relay. And the library's own key is known to everybody: encryption is
    // for a relay in front, which has a certificate.
    disabledCommands: ['AUTH', 'STARTTLS'],
    authOptional: true,
    disableReverseLookup: true,
    socketTimeout: 60_000,
    maxClients: 200,
    onConnect: (session, done) => done(tooMany(limiter, session)),
    onRcptTo: (address, session, done) => {
      void knows(intake, address, session).then(done, () => done(LATER));
    },
    onData: (stream, session, done) => {
      void inPlace('mail', () => answer({ intake, log }, { stream, session }, done));
    },
  });
  server.on('error', (error) => log.debug({ err: error }, 'an SMTP connection broke'));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.server.address() as AddressInfo;
  const stop = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return { port: address.port, stop };
}

/** An SMTP answer: the library sends its code and words. */
class Answer extends Error {
  readonly responseCode: number;

  constructor(responseCode: number, words: string) {
    super(words);
    this.responseCode = responseCode;
  }
}

const LATER = new Answer(451, '4.3.0 Not now; please try again later.');

function tooMany(limiter: Limiter, { remoteAddress }: SMTPServerSession): Error | null {
  const network = networkOf(remoteAddress);
  try {
    if (network !== null) limiter.take(network);
    return null;
  } catch {
    return new Answer(421, '4.7.0 Too many connections; please come back in a minute.');
  }
}

async function knows(
  { store }: Intake,
  { address }: SMTPServerAddress,
  session: SMTPServerSession,
): Promise<Error | null> {
  if (session.envelope.rcptTo.length >= MOST_RECIPIENTS) {
    return new Answer(452, '4.5.3 Too many recipients at once.');
  }
  const known = await findAddress(store, address);
  return known ? null : new Answer(550, '5.1.1 There is no such mailbox here.');
}

type Coming = { stream: SMTPServerDataStream; session: SMTPServerSession };
type Done = (error: Error | null, message?: string) => void;

/** The sender is told that it was kept when it is, and keeps it itself until then. */
async function answer(
  { intake, log }: { intake: Intake; log: FastifyBaseLogger },
  { stream, session }: Coming,
  done: Done,
): Promise<void> {
  try {
    await take(intake, stream, session);
  } catch (error) {
    if (!(error instanceof Answer)) log.error({ err: error }, 'a mail was not taken');
    return done(error instanceof Answer ? error : LATER);
  }
  passing('before-answer');
  done(null, 'kept');
  passing('after-answer');
}

async function take(
  intake: Intake,
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
): Promise<void> {
  const raw = await collect(stream);
  const sender = session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address;
  const { remoteAddress: ip, hostNameAppearsAs: helo } = session;
  const verdicts = await authenticateMail(raw, { ip, helo, sender });
  const homes = await byChannel(intake, session.envelope.rcptTo);
  for (const { workspaceId, channelId, recipients } of homes) {
    const request = requestOf(raw, { sender, recipients, verdicts });
    try {
      await accept(intake, { workspaceId, channelId, door: 'intake' }, request);
    } catch (error) {
      // Kept for a person to look at: to the sender it has arrived.
      if (!(error instanceof Refusal && error.code === 'malformed')) throw error;
    }
  }
}

async function collect(stream: SMTPServerDataStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    // Read to the end all the same: the answer comes after the last line.
    if (size <= MOST_BYTES) chunks.push(chunk);
  }
  if (size > MOST_BYTES) throw new Answer(552, '5.3.4 The message is too big.');
  return Buffer.concat(chunks);
}

type Home = { workspaceId: string; channelId: string; recipients: string[] };

/** One mail to several of our addresses comes in once for each channel. */
async function byChannel({ store }: Intake, recipients: SMTPServerAddress[]): Promise<Home[]> {
  const homes = new Map<string, Home>();
  for (const { address } of recipients) {
    const found = await findAddress(store, address);
    if (!found) continue;
    const home = homes.get(found.channelId) ?? { ...found, recipients: [] };
    home.recipients.push(address);
    homes.set(found.channelId, home);
  }
  return [...homes.values()];
}

type Envelope = { sender: string; recipients: string[]; verdicts: MailVerdicts };

/** The mail as an adapter reads it; what the envelope says stands beside it. */
function requestOf(raw: Buffer, { sender, recipients, verdicts }: Envelope) {
  return {
    method: 'SMTP',
    url: '/smtp',
    headers: {
      'x-envelope-from': sender,
      'x-envelope-to': recipients.join(', '),
      'x-authentication': JSON.stringify(verdicts),
    },
    body: new Uint8Array(raw),
  };
}
