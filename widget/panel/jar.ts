/**
 * Where browsers forbid storage in other sites' frames (many do by default), one thing is still allowed: a cookie that is
 * partitioned, seen by our own frame on this one website only. It is used as a drawer, never as a credential: the
 * server reads no cookie of visitors, and the path keeps it away from every request but the panel's own page.
 */
export type Jar = {
  /** Also of what others put there. */
  names(): string[];
  read(name: string): string | null;
  /** Leaves as it was what has no room. */
  write(name: string, value: string | null): void;
};

/** Browsers drop larger ones without a word. */
const LARGEST = 3_500;
/** All go in one line with the request for the page, of which some servers in front of ours take no more than 8,000. */
const ROOM = 6_000;
/** Has its place also where what waits has taken all others. */
const FIRST = 'session';
const YEAR = 31_536_000;

export const createJar = (path: string): Jar => ({
  names: () => cookies().map((cookie) => cookie.slice(0, cookie.indexOf('='))),
  read(name) {
    const found = cookies().find((cookie) => cookie.startsWith(`${name}=`));
    return found === undefined ? null : decodeURIComponent(found.slice(name.length + 1));
  },
  write(name, value) {
    const kept = encodeURIComponent(value ?? '');
    const others = cookies().filter((cookie) => !cookie.startsWith(`${name}=`));
    const room = name === FIRST ? LARGEST : Math.min(LARGEST, ROOM - others.join('; ').length);
    if (kept.length > room) return;
    const age = value === null ? 0 : YEAR;
    // biome-ignore lint/suspicious/noDocumentCookie: the other interface answers late, and not every browser has it
    document.cookie = `${name}=${kept}; Secure; SameSite=None; Partitioned; Path=${path}; Max-Age=${age}`;
  },
});

function cookies(): string[] {
  try {
    return document.cookie.split('; ');
  } catch {
    // A sandboxed frame may not even ask.
    return [];
  }
}
