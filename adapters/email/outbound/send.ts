/** Hands a message to the channel's mail server. */
import { Readable } from 'node:stream';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { SendResult, Settings, Tools } from '../../adapter.ts';
import { refuseUnsendable } from '../../limits.ts';
import type { OutboundMessage } from '../../message.ts';
import { bounceAddressFor, messageIdFor } from '../tokens.ts';
import { capabilities } from './capabilities.ts';
import { mailbox } from './clean.ts';
import type { Envelope } from './compose.ts';
import {
  brokeOff,
  recipientRefusal,
  refusesOnlyTheMail,
  refusesSender,
  smtpFailure,
} from './errors.ts';
import { type Line, withLine } from './pool.ts';
import { keepCopy, wantsCopies } from './sent-copy.ts';
import { writeMail } from './write.ts';

const CHUNK = 64 * 1024;

type Info = {
  response: string;
  serverMessageId?: string | undefined;
  rejectedErrors?: ({ recipient?: string | undefined } & Error)[] | undefined;
};

/** A mail on its way. */
type Transfer = {
  raw: Buffer;
  envelope: Envelope;
  /** Senders to try, in this order, until the server takes one. */
  senders: string[];
  /** How much of it was written: none, some, or all, and then it may have been taken. */
  written: 'nothing' | 'part' | 'all';
};

/**
 * Sends a mail; its Message-ID is the external id, so that bounces find it. `reference` is the id
 * that a server gave in its place.
 * @throws ChannelError of one of the four kinds
 */
export async function send(
  message: OutboundMessage,
  settings: Settings,
  tools: Tools,
): Promise<SendResult> {
  // What is passed on needs no words of one's own.
  const passedOn = message.quoting?.kind === 'forward' && message.text === '';
  refuseUnsendable(passedOn ? { ...message, text: 'Fwd' } : message, capabilities);
  const { raw, envelope } = await writeMail(message, settings, tools.now());
  const senders = sendersFor(message, envelope, settings);
  const transfer: Transfer = { raw, envelope, senders, written: 'nothing' };
  try {
    const info = await handIn(transfer, settings, tools);
    if (wantsCopies(settings)) await keepCopy(raw, settings, tools);
    return resultOf(message, settings, info);
  } catch (error) {
    throw smtpFailure(error, transfer.written === 'all');
  }
}

/** Nobody's and tagged senders tell bounces apart, but not every server lets them pass. */
function sendersFor(message: OutboundMessage, { from }: Envelope, settings: Settings): string[] {
  const plain = mailbox({ address: settings['address'] ?? '', name: '' }).address;
  return [...new Set([from, bounceAddressFor(message.id, settings), plain])];
}

/** A connection kept too long is found dead only in use: then once more over a new one. */
async function handIn(transfer: Transfer, settings: Settings, tools: Tools): Promise<Info> {
  let used = false;
  const over = (line: Line) => {
    used = line.used;
    return handOver(line, transfer, tools.signal);
  };
  try {
    return await withLine({ settings, tools }, over, refusesOnlyTheMail);
  } catch (error) {
    const again = used && transfer.written === 'nothing' && brokeOff(error);
    if (!again || tools.signal.aborted) throw error;
    return await withLine({ settings, tools, fresh: true }, over, refusesOnlyTheMail);
  }
}

/** What the server did not let pass before is not tried again on this pool. */
async function handOver(line: Line, transfer: Transfer, signal: AbortSignal): Promise<Info> {
  const { senders, envelope } = transfer;
  const kind = `from ${senders.length} ${envelope.from === ''}`;
  for (let n = Number(line.memory.get(kind) ?? 0); ; n++) {
    try {
      const from = senders[n] ?? envelope.from;
      const info = await transmit(line.connection, { ...envelope, from }, transfer, signal);
      line.memory.set(kind, String(n));
      return info;
    } catch (error) {
      if (refusesOnlyTheMail(error)) await reset(line.connection);
      if (n + 1 >= senders.length || !refusesSender(error)) throw error;
      transfer.written = 'nothing';
    }
  }
}

function transmit(
  connection: SMTPConnection,
  { from, to }: Envelope,
  transfer: Transfer,
  signal: AbortSignal,
): Promise<Info> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      connection.close();
      reject(signal.reason);
    };
    // Behind whatever the library has to say about it itself.
    const ended = () => setImmediate(reject, new Error('the connection was closed'));
    signal.addEventListener('abort', stop, { once: true });
    connection.once('end', ended);
    const stream = Readable.from(chunks(transfer), { objectMode: false });
    const envelope = { from: from === '' ? (false as const) : from, to: [...to] };
    connection.send({ ...envelope, size: transfer.raw.length }, stream, (error, info) => {
      signal.removeEventListener('abort', stop);
      connection.removeListener('end', ended);
      if (error) reject(error);
      else if (info) resolve(info);
    });
    if (signal.aborted) stop();
  });
}

/** In pieces, so that one knows how far it came. */
function* chunks(transfer: Transfer): Generator<Buffer> {
  const { raw } = transfer;
  for (let at = 0; at < raw.length; at += CHUNK) {
    transfer.written = at + CHUNK < raw.length ? 'part' : 'all';
    yield raw.subarray(at, at + CHUNK);
  }
}

/** Makes the connection fit for the next mail (RFC 5321, 4.1.1.5), or closes it. */
function reset(connection: SMTPConnection): Promise<void> {
  return new Promise((resolve) => {
    connection.once('end', resolve);
    connection.reset((error) => {
      if (error) connection.close();
      connection.removeListener('end', resolve);
      resolve();
    });
  });
}

function resultOf(message: OutboundMessage, settings: Settings, info: Info): SendResult {
  const externalId = messageIdFor(message.id, settings);
  const given = info.serverMessageId ?? amazonId(info.response, settings['smtpHost'] ?? '');
  const refused = (info.rejectedErrors ?? []).map((error) => ({
    address: asWritten(error.recipient ?? '', message),
    reason: recipientRefusal(error),
  }));
  return {
    externalId,
    ...(given !== undefined && given !== externalId && { reference: given }),
    ...(refused.length > 0 && { refused }),
  };
}

/** Amazon SES puts its own Message-ID in place of ours and tells it in its answer. */
function amazonId(response: string, host: string): string | undefined {
  const [, id] = /^250 ok ([0-9a-f-]{20,100})\s*$/i.exec(response) ?? [];
  const region = /(?:^|\.)([a-z]{2}(?:-[a-z]{1,20}){1,3}-\d)\.amazonaws\.com$/i.exec(host)?.[1];
  if (id === undefined || region === undefined) return undefined;
  return `<${id}@${region === 'us-east-1' ? 'email' : region}.amazonses.com>`;
}

function asWritten(address: string, { recipients }: OutboundMessage): string {
  const { to = [], cc = [], bcc = [] } = recipients ?? {};
  const same = [...to, ...cc, ...bcc].find((one) => mailbox(one).address === address);
  return same?.address ?? address;
}
