/**
 * What may be kept on the website's side. Whether a visitor talked to us before is known in two ways, neither asks the
 * network: the site serves the widget itself, so that the panel's own storage is in reach; or the host chose `remember`,
 * which keeps one mark here.
 */
import type { Options } from './options.ts';

type Where = Pick<Options, 'channel' | 'consent' | 'remember'>;

export const isKnown = (origin: string, where: Where): boolean =>
  (where.remember && recall(where, 'mark') !== '') ||
  (origin === location.origin && recall(where, 'session') !== '');

/** What was kept under this name; nothing while nothing may be kept, or storage is forbidden altogether. */
export function recall({ channel, consent }: Where, name: string): string {
  try {
    return (consent && localStorage.getItem(`interline:${channel}:${name}`)) || '';
  } catch {
    return '';
  }
}

/** Keeps a value in the website's own storage, if that is allowed; empty removes it, always. */
export function keep({ channel, consent }: Where, name: string, value: string): void {
  const key = `interline:${channel}:${name}`;
  try {
    if (!value) localStorage.removeItem(key);
    else if (consent) localStorage.setItem(key, value);
  } catch {
    // Then nobody is known.
  }
}
