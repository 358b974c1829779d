/**
 * What can go wrong with a mailbox, in words for the people who connected it. The words are ours:
 * what a server says about itself is shown to nobody.
 */
import { ChannelError } from '../../errors.ts';

/** Refusals of a log-in that say nothing about the password (RFC 5530). */
const NOT_NOW = new Set(['UNAVAILABLE', 'INUSE', 'LIMIT', 'SERVERBUG', 'CONTACTADMIN']);

const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'CONNECT_TIMEOUT',
]);

/** What Node says about a certificate it does not believe. */
const CERTIFICATE = /^CERT_|_CERT|_CRL|^UNABLE_TO_|^ERR_TLS_CERT|^HOSTNAME_MISMATCH$|^INVALID_CA$/;

const NOT_TLS = /^ERR_SSL_|^EPROTO$/;

/** Anything thrown while a mailbox is read, sorted into the four kinds. */
export function troubleOf(error: unknown): ChannelError {
  if (error instanceof ChannelError) return error;
  const code = textAt(error, 'code');
  if (flagAt(error, 'authenticationFailed')) return denied(textAt(error, 'serverResponseCode'));
  if (CERTIFICATE.test(code)) {
    return new ChannelError('rejected', 'The mail server’s certificate is not valid.', { code });
  }
  if (NOT_TLS.test(code)) {
    return new ChannelError('rejected', 'The mail server does not speak TLS on this port.', {
      code,
    });
  }
  if (flagAt(error, 'tlsFailed')) {
    return new ChannelError('rejected', 'The mail server does not offer encryption (STARTTLS).');
  }
  if (UNREACHABLE.has(code)) {
    return new ChannelError('retry', 'The mail server cannot be reached.', { code });
  }
  if (code === 'GREETING_TIMEOUT') {
    return new ChannelError('retry', 'The mail server does not answer as one on this port.');
  }
  return new ChannelError('retry', 'The connection to the mail server broke off.');
}

/** Did the server answer, and say no? The connection is still good then. */
export function isRefusal(error: unknown): boolean {
  const status = textAt(error, 'responseStatus');
  return (status === 'NO' || status === 'BAD') && textAt(error, 'code') !== 'ETHROTTLE';
}

/** Why a folder cannot be read, when the server refused to open it. */
export function folderTrouble(folder: string, error: unknown): ChannelError {
  const reason = flagAt(error, 'mailboxMissing')
    ? `The folder “${folder}” does not exist.`
    : `The folder “${folder}” cannot be opened.`;
  return new ChannelError('rejected', reason);
}

function denied(code: string): ChannelError {
  if (NOT_NOW.has(code)) {
    return new ChannelError('retry', 'The mail server lets nobody in at the moment.', { code });
  }
  const reason = 'The mail server does not accept the user name and password.';
  return new ChannelError('unauthorized', reason);
}

function textAt(error: unknown, key: string): string {
  const value = error instanceof Error ? Reflect.get(error, key) : undefined;
  return typeof value === 'string' ? value : '';
}

function flagAt(error: unknown, key: string): boolean {
  return error instanceof Error && Reflect.get(error, key) === true;
}
