/** Opens a connection to a channel's server: encrypted, logged in, ready for mail. */
import { isIP } from 'node:net';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import XOAuth2 from 'nodemailer/lib/xoauth2';
import type { Settings, Tools } from '../../adapter.ts';
import { accessToken, forgetAccessToken, usesOauth } from '../oauth.ts';
import { refusesLogin } from './errors.ts';
import type { MailServer } from './server.ts';

const CONNECT_MS = 20_000;
/** After the last byte a server may look for viruses for a while (RFC 5321, 4.5.3.2.6). */
const SILENCE_MS = 150_000;

/**
 * A connection that takes mail. A token the server refuses is renewed once: providers take tokens
 * back early.
 * @throws ChannelError when no token is to be had, else what the library throws: for `smtpFailure`
 */
export async function dial(
  server: MailServer,
  settings: Settings,
  tools: Tools,
): Promise<SMTPConnection> {
  const { user, password: pass } = server;
  if (!usesOauth(settings)) {
    return open(server, pass === '' ? null : { user, credentials: { user, pass } }, tools);
  }
  const withToken = async () => {
    const oauth2 = new XOAuth2({ user, accessToken: await accessToken(settings, tools) });
    return open(server, { user, oauth2 }, tools);
  };
  return withToken().catch((error: unknown) => {
    if (!refusesLogin(error)) throw error;
    forgetAccessToken(settings);
    return withToken();
  });
}

type Login = NonNullable<Parameters<SMTPConnection['login']>[0]>;

async function open(
  server: MailServer,
  login: Login | null,
  { signal }: Tools,
): Promise<SMTPConnection> {
  const connection = new SMTPConnection(options(server));
  // What breaks between two mails shows when the next one is sent.
  connection.on('error', () => {});
  const stop = () => connection.close();
  signal.addEventListener('abort', stop, { once: true });
  try {
    signal.throwIfAborted();
    await connected(connection);
    if (login) await logIn(connection, login);
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function options({ host, ip, port, security, name, authority }: MailServer) {
  return {
    ...{ host: ip, port, name },
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...(isIP(host) === 0 && { servername: host }),
    tls: {
      minVersion: 'TLSv1.2' as const,
      ...(isIP(host) === 0 && { servername: host }),
      ...(authority !== '' && { ca: authority }),
    },
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    socketCloseTimeout: 1000,
    maxResponseSize: 64 * 1024,
  };
}

function connected(connection: SMTPConnection): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.once('error', reject);
    connection.once('end', () => reject(new Error('the connection was closed')));
    connection.connect((error) => (error ? reject(error) : resolve()));
  });
}

function logIn(connection: SMTPConnection, login: Login): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.once('end', () => reject(new Error('the connection was closed')));
    connection.login(login, (error) => {
      if (!error) return resolve();
      // Refused tokens are reported without the server's own words.
      const answer = connection.lastServerResponse;
      const said = error.response ?? (answer && /^[45]\d\d/.test(answer) ? answer : undefined);
      reject(Object.assign(error, said === undefined ? {} : { response: said }));
    });
  });
}
