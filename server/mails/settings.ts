/** The operator's mail server as two settings name it. */
import type { MailSettings } from './mailer.ts';

const FROM = /^([^<>@\r\n]+ <)?[^@\s<>]+@[^@\s<>]+>?$/;

/**
 * `smtp://` is encrypted as soon as the server offers it, `smtps://` from the first byte.
 * @returns null where neither is set; a line for the operator when they are not what they should be
 */
export function parseMail(
  value: string | undefined,
  from: string | undefined,
): MailSettings | string | null {
  if (!value && !from) return null;
  const url = value && URL.canParse(value) ? new URL(value) : null;
  const login = url && readLogin(url);
  if (!url || !login || !/^smtps?:$/.test(url.protocol) || !url.hostname) {
    return 'SMTP_URL should look like smtp://user:password@host:587 or smtps://host; it goes with MAIL_FROM.';
  }
  if (!from || !FROM.test(from)) {
    return 'MAIL_FROM should be an address, such as Interline <desk@example.com>; it goes with SMTP_URL.';
  }
  const secure = url.protocol === 'smtps:';
  return {
    ...{ host: url.hostname, port: Number(url.port || (secure ? 465 : 587)), secure, from },
    login: login.user === '' ? null : login,
  };
}

/** What stands for itself in an address is written with percent signs there; null: wrongly. */
function readLogin({ username, password }: URL): { user: string; pass: string } | null {
  try {
    return { user: decodeURIComponent(username), pass: decodeURIComponent(password) };
  } catch {
    return null;
  }
}
