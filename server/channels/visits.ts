/**
 * Who is on the pages of a website, for as long as they say so. In memory, or in Redis where several processes share the
 * door; never in the database: whoever only looks around leaves nothing behind.
 */
import type { LineReference } from '../events/effects.ts';
import { clean } from '../events/text.ts';
import type { Beat } from '../wire/visits.ts';

type Page = { path: string; title: string; at: number };

/** What the pages tell. Moments are milliseconds since 1970, of our own clock. */
export type Walk = {
  site: string | null;
  referrer: string | null;
  since: number;
  /** The last sign of life. */
  at: number;
  seen: number;
  /** The latest first. */
  pages: readonly [Page, ...Page[]];
};
/** `thread`: the line it belongs to, by the token that its visitor talks with; never by what a page says. */
export type Visit = Walk & { id: string; thread: string | null };

export interface Visits {
  find(channelId: string, id: string): Promise<Visit | null>;
  /** @param walk what it is after this, from what it was; null: nothing is known of it */
  note(channelId: string, id: string, walk: (was: Walk | null) => Walk): Promise<void>;
  /** It is the visit of whoever holds the token of this line. @returns whether it is known */
  bind(line: LineReference, id: string): Promise<boolean>;
  /** The token was handed back: whoever sits there now need not be who talked. */
  part(line: LineReference): Promise<void>;
  /** Those of a channel that go on. */
  of(channelId: string): Promise<Visit[]>;
  /** The latest of the line that goes on. */
  onLine(line: LineReference): Promise<Visit | null>;
}

/** Pages say it every half minute; whoever missed two in a row is gone. */
export const BELIEVED_MS = 90_000;
/** Of a channel. Beyond that the one that was silent longest is forgotten. */
export const MOST_VISITS = 500;
const MOST_PAGES = 20;
const LONGEST_PATH = 300;
const LONGEST_TITLE = 150;

/** One step of a visit. What follows the path is cut off here, too, whatever the page sends. */
export function step(was: Walk | null, told: Beat, site: string | null, now: number): Walk {
  const path = firstOf(clean(told.path).split(/[?#]/)).slice(0, LONGEST_PATH);
  const page = { path, title: clean(told.title).trim().slice(0, LONGEST_TITLE), at: now };
  const referrer = foreign(told.referrer, site);
  if (!was) return { site, referrer, since: now, at: now, seen: 1, pages: [page] };
  const [last, ...before] = was.pages;
  if (last.path !== path || was.site !== site) {
    const pages = [page, last, ...before].slice(0, MOST_PAGES) as [Page, ...Page[]];
    return { ...was, site, at: now, seen: was.seen + 1, pages };
  }
  // Routers change the title after the address.
  return { ...was, at: now, pages: [{ ...last, title: page.title }, ...before] };
}

const firstOf = ([first = '']: readonly string[]): string => first;

/** The origin of an address, if that is one, on another site. */
function foreign(address: string | undefined, site: string | null): string | null {
  if (!address || !URL.canParse(address)) return null;
  const { origin, protocol } = new URL(address);
  return /^https?:$/.test(protocol) && origin !== site ? origin.slice(0, LONGEST_PATH) : null;
}

export const goesOn = ({ at }: Walk, now: number): boolean => now - at < BELIEVED_MS;

export class OwnVisits implements Visits {
  readonly #channels = new Map<string, Map<string, Visit>>();

  find(channelId: string, id: string): Promise<Visit | null> {
    return Promise.resolve(this.#alive(channelId).find((visit) => visit.id === id) ?? null);
  }

  async note(channelId: string, id: string, walk: (was: Walk | null) => Walk): Promise<void> {
    const visits = new Map(this.#alive(channelId).map((visit) => [visit.id, visit]));
    const was = visits.get(id) ?? null;
    // The longest silent stand first.
    visits.delete(id);
    visits.set(id, { ...walk(was), id, thread: was?.thread ?? null });
    const [silent] = visits.keys();
    if (silent !== undefined && visits.size > MOST_VISITS) visits.delete(silent);
    this.#channels.set(channelId, visits);
  }

  async bind({ channelId, threadKey }: LineReference, id: string): Promise<boolean> {
    const visit = await this.find(channelId, id);
    if (visit) this.#channels.get(channelId)?.set(id, { ...visit, thread: threadKey });
    return visit !== null;
  }

  async part({ channelId, threadKey }: LineReference): Promise<void> {
    const visits = this.#channels.get(channelId);
    for (const visit of this.#alive(channelId)) {
      if (visit.thread === threadKey) visits?.set(visit.id, { ...visit, thread: null });
    }
  }

  of(channelId: string): Promise<Visit[]> {
    return Promise.resolve(this.#alive(channelId));
  }

  onLine({ channelId, threadKey }: LineReference): Promise<Visit | null> {
    const own = this.#alive(channelId).findLast(({ thread }) => thread === threadKey);
    return Promise.resolve(own ?? null);
  }

  #alive(channelId: string): Visit[] {
    const now = Date.now();
    const known = [...(this.#channels.get(channelId)?.values() ?? [])];
    const alive = known.filter((visit) => goesOn(visit, now));
    if (alive.length === 0) this.#channels.delete(channelId);
    return alive;
  }
}
