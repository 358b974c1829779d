/**
 * What the loader (on the host's page) and the panel (in our iframe) tell each other by `postMessage`.
 * Both sides pin the other's origin and window before they read, and read nothing that fails these checks.
 * Nothing here is a secret of ours: no token, no text of a message. The only secret is the host's own JWT, inward.
 */

import { isColour, isTheme, shortText, type Theme } from './checks.ts';

/** Who the host says the visitor is. With `jwt` it is proven; a plain name or address is only a claim. */
export type Identity = { jwt: string } | { name?: string; email?: string };

/** Host → panel. `hello` is the first and tells the panel which origin to pin. */
export type Command =
  | {
      type: 'hello';
      locale: string;
      theme: Theme;
      /** The host's own choice; empty: the channel's colour. */
      accent: string;
      open: boolean;
      focus: boolean;
      modal: boolean;
      identity: Identity | null;
    }
  | { type: 'open'; focus: boolean }
  | { type: 'close' }
  | { type: 'layout'; modal: boolean }
  /** Whether anything may be kept in this browser; said when it changes. */
  | { type: 'consent'; given: boolean }
  | { type: 'identify'; identity: Identity }
  /**
   * The visitor pressed what is said beside the launcher: which, and none of its words. With `visit:` before it, it is the
   * visit that the trail tells of: what every visitor fetches has no room for a word of its own.
   */
  | { type: 'nudge'; id: string }
  | { type: 'reset' };

/** Panel → host. */
export type Report =
  /** `accent` is empty until the channel's settings are known; then it is said again. */
  | { type: 'ready'; accent: string }
  /** `said`: the same in the visitor's language. */
  | { type: 'unread'; count: number; said?: string }
  | { type: 'message'; direction: 'in' | 'out' }
  | { type: 'close' }
  | { type: 'leave' }
  | { type: 'reset' };

type Fields = Record<string, unknown>;

/** Marks our packets among everything else that pages post to each other. */
const MARK = 'interline/1';

/** In the panel's address, after the `#`: the website has not been told yet whether anything may be kept. */
export const UNKEPT = 'unkept';

/** Puts the mark on, ready for `postMessage`. */
export const wrap = (packet: Command | Report): { mark: string } => ({ mark: MARK, ...packet });

/** The command in a received packet, or null for anything that is not exactly one. */
export function parseCommand(data: unknown): Command | null {
  const fields = marked(data);
  if (!fields) return null;
  const { type, focus, modal, given, id } = fields;
  switch (type) {
    case 'hello':
      return parseHello(fields);
    case 'open':
      return flag(focus) ? { type, focus } : null;
    case 'layout':
      return flag(modal) ? { type, modal } : null;
    case 'consent':
      return flag(given) ? { type, given } : null;
    case 'identify': {
      const identity = parseIdentity(fields['identity']);
      return identity && { type, identity };
    }
    case 'nudge':
      return { type, id: shortText(id, 40) };
    case 'close':
    case 'reset':
      return { type };
    default:
      return null;
  }
}

/** The report in a received packet, or null for anything that is not exactly one. */
export function parseReport(data: unknown): Report | null {
  const fields = marked(data);
  if (!fields) return null;
  const { type, accent, count, direction, said } = fields;
  switch (type) {
    case 'ready':
      return isAccent(accent) ? { type, accent } : null;
    case 'unread':
      return isCount(count) ? { type, count, said: shortText(said, 80) } : null;
    case 'message':
      return direction === 'in' || direction === 'out' ? { type, direction } : null;
    case 'close':
    case 'leave':
    case 'reset':
      return { type };
    default:
      return null;
  }
}

/** An identity with only the fields we know, of sane length; null when there is nothing usable in it. */
export function parseIdentity(value: unknown): Identity | null {
  if (!isRecord(value)) return null;
  const jwt = shortText(value['jwt'], 4096);
  if (jwt) return { jwt };
  const name = shortText(value['name'], 100);
  const email = shortText(value['email'], 254);
  if (!name && !email) return null;
  return { ...(name && { name }), ...(email && { email }) };
}

/** A colour, or nothing said. */
const isAccent = (value: unknown): value is string => value === '' || isColour(value);

function parseHello(fields: Fields): Command | null {
  const { locale, theme, accent, open, focus, modal, identity } = fields;
  if (typeof locale !== 'string' || locale.length > 35 || !isTheme(theme)) return null;
  if (!isAccent(accent) || !flag(open) || !flag(focus) || !flag(modal)) return null;
  const by = parseIdentity(identity);
  return { type: 'hello', locale, theme, accent, open, focus, modal, identity: by };
}

function marked(data: unknown): Fields | null {
  return isRecord(data) && data['mark'] === MARK ? data : null;
}

const isRecord = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const isCount = (value: unknown): value is number =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) < 10_000;
const flag = (value: unknown): value is boolean => typeof value === 'boolean';
