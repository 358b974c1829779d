/** The name of a visit: random, kept for as long as the tab is open, and only with consent. */
import type { Options } from '../loader/options.ts';

type Where = Pick<Options, 'channel'>;

/** Where storage is forbidden it lasts as long as the page. */
const onPage = new Map<string, string>();

const keyOf = ({ channel }: Where): string => `interline:${channel}:visit`;

export function visitOf(where: Where): string {
  const key = keyOf(where);
  const visit = onPage.get(key) ?? (attempt((area) => area.getItem(key)) || random());
  onPage.set(key, visit);
  attempt((area) => area.setItem(key, visit));
  return visit;
}

export function forgetVisit(where: Where): void {
  onPage.delete(keyOf(where));
  attempt((area) => area.removeItem(keyOf(where)));
}

const random = (): string =>
  crypto
    .getRandomValues(new Uint8Array(16))
    .reduce((text, byte) => text + byte.toString(16).padStart(2, '0'), '');

function attempt<Result>(work: (area: Storage) => Result): Result | null {
  try {
    return work(sessionStorage);
  } catch {
    return null;
  }
}
