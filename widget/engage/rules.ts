/** Which nudge is due. Pure: what is known of page and visitor goes in. */
import type { ShownNudge } from '../../server/wire/nudges.ts';

/** What stands in `location`. */
export type Address = Pick<Location, 'host' | 'pathname' | 'search' | 'hash'>;

/** How the visitor stands. */
export type Situation = {
  address: Address;
  /** Looked at, since the page or its address changed. */
  seconds: number;
  visits: number;
  /** In hundredths of the page, from its top. */
  scrolled: number;
  /** What the website says of them. */
  said: Readonly<Record<string, unknown>>;
  open: boolean;
  now: number;
};

/** When a nudge was shown, in milliseconds since 1970, and whether the visitor closed it. */
export type Shown = { at: number; closed?: boolean };
export type Memory = Readonly<Record<string, Shown>>;

const DAY = 86_400_000;

/** The first in their order that holds; undefined while none does. */
export const dueOf = (nudges: readonly ShownNudge[], situation: Situation, memory: Memory) =>
  nudges.find((nudge) => isMeant(nudge, situation, memory) && isReached(nudge, situation));

/** For this visitor on this page: what waiting and scrolling do not change. */
function isMeant(nudge: ShownNudge, situation: Situation, memory: Memory): boolean {
  const { attribute, visits, open, pages } = nudge;
  if (!mayShow(nudge, memory[nudge.id], situation.now)) return false;
  if (visits > situation.visits || (open && !situation.open)) return false;
  if (attribute && !saysSo(situation.said, attribute)) return false;
  return isOn(pages, situation.address);
}

const isReached = ({ seconds, scroll }: ShownNudge, situation: Situation): boolean =>
  situation.seconds >= seconds && situation.scrolled >= scroll;

function mayShow({ days }: ShownNudge, shown: Shown | undefined, now: number): boolean {
  if (!shown) return true;
  return !shown.closed && days !== null && now - shown.at >= days * DAY;
}

const saysSo = (said: Situation['said'], { name, value }: { name: string; value: string }) =>
  Object.hasOwn(said, name) && String(said[name]) === value;

/** Whether one of the patterns, in small letters, means this address; none means all. */
export function isOn(patterns: readonly string[], address: Address): boolean {
  const path = `${address.pathname}${address.search}${address.hash}`.toLowerCase();
  const whole = address.host.toLowerCase() + path;
  return (
    patterns.length === 0 ||
    patterns.some((pattern) =>
      pattern.includes('*')
        ? fits(pattern.split('*'), pattern.startsWith('/') ? path : whole)
        : whole.includes(pattern),
    )
  );
}

/** The first part begins the text, the last one ends it, the others stand between in their order. */
function fits([first = '', ...parts]: readonly string[], text: string): boolean {
  const last = parts.pop() ?? '';
  let at = first.length;
  for (const part of parts) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.startsWith(first) && text.endsWith(last) && text.length - last.length >= at;
}
