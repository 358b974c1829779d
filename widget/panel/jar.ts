/**
 * Where browsers forbid storage in other sites' frames (many do by default), one thing is still allowed: a cookie that is
 * partitioned, seen by our own frame on this one website only. It is used as a drawer, never as a credential: the
 * server reads no cookie of visitors, and the path keeps it away from every request but the panel's own page.
 */
export type Jar = {
  read(name: string): string | null;
  write(name: string, value: string | null): void;
};

/** Browsers drop larger ones without a word. */
const LARGEST = 3_500;
const YEAR = 31_536_000;

export const createJar = (path: string): Jar => ({
  read(name) {
    const found = cookies().find((cookie) => cookie.startsWith(`${name}=`));
    return found === undefined ? null : decodeURIComponent(found.slice(name.length + 1));
  },
  write(name, value) {
    const kept = encodeURIComponent(value ?? '');
    if (kept.length > LARGEST) return;
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
