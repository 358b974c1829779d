/** A platform that takes mail: a mail handed in is a call, and its answer a reply code. */
import { text } from 'node:stream/consumers';
import PostalMime from 'postal-mime';
import type { SMTPServerOptions, SMTPServerSession } from 'smtp-server';
import { startMailServer } from '../../support/mail-server.ts';
import type { Asked } from './asked.ts';

type Hear = (call: Asked, signal: null) => Promise<Response>;

/** What the checks say in HTTP, in the words of RFC 5321. Any other status is taken for a reply code. */
const REPLIES = new Map([
  [200, 250],
  [400, 554],
  [401, 535],
  [422, 554],
  [429, 450],
  ...[500, 502, 503, 504].map((status): [number, number] => [status, 451]),
]);

/** What `send` answers while a server listens on the port it is given; mails go to `hear`. */
export async function withMailServer<T>(
  hear: Hear,
  send: (port: string) => Promise<T>,
): Promise<T> {
  const onData: SMTPServerOptions['onData'] = async (stream, session, done) => {
    try {
      const response = await hear(await callOf(await text(stream), session), null);
      const said = await response.text();
      const status = REPLIES.get(response.status) ?? response.status;
      if (status < 300) done(null, said);
      else done(Object.assign(new Error(said), { responseCode: status }));
    } catch {
      server.hangUp();
    }
  };
  const server = await startMailServer({ onData });
  server.moods.login = () => null;
  try {
    return await send(String(server.port));
  } finally {
    await server.stop();
  }
}

async function callOf(raw: string, { envelope }: SMTPServerSession): Promise<Asked> {
  const mail = await PostalMime.parse(raw);
  const sender = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
  const headers = mail.headers.map(({ key, value }) => [key, value]);
  const attachments = mail.attachments.map(({ filename, mimeType, content }) => ({
    name: filename,
    type: mimeType,
    content: typeof content === 'string' ? content : new TextDecoder().decode(content),
  }));
  return {
    method: 'MAIL',
    url: `mailto:${envelope.rcptTo.map(({ address }) => address).join(',')}`,
    headers: { ...Object.fromEntries(headers), 'return-path': sender },
    body: JSON.stringify({ text: mail.text, html: mail.html, attachments }),
  };
}
