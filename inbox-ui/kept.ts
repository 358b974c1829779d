/**
 * What was read last, kept on this device for when the app opens without a network: the lists, what was said in the
 * conversations opened last, and what stands beside them. It is one person's, and goes when they log out or another one
 * logs in. Only a page that began without the server shows it, and from its first answer on never again: whatever is
 * live is read anew.
 */
import { type ReadonlySignal, signal } from '@preact/signals';

const PREFIX = 'interline.kept.';
/** Whose it is, and when the server was last heard. */
const NOTED = 'interline.kept';
/** As long as a log-in that nobody uses (`server/agents/sessions.ts`). */
const GOOD_FOR_MS = 12 * 3_600_000;
/** How many conversations. */
const MOST_LINES = 30;

const ID = '[0-9a-f-]{36}';
const WORTH = new RegExp(
  `^/api/v1/(session|agents|channels|tags|saved-replies|views|contacts/${ID}|conversations/${ID}(/(line|sending))?|conversations)$`,
);
const LINE = /\/line$/;
/** Parts of a list or a line further back: what is read without a network is its newest part. */
const FURTHER = ['cursor', 'before', 'query'];

const began = signal<number | null>(null);
/** Whom this page is of; another tab may be somebody else's by now, and then that one counts. */
let mine: string | null = null;

/** When the server was last heard, as long as the page shows what was kept; null: it talks to the server. */
export const keptUpTo: ReadonlySignal<number | null> = began;

/** Whose this is from now on; what was kept of anybody else goes. */
export async function keepFor(agentId: string): Promise<void> {
  mine = agentId;
  if (noted()?.owner === agentId) return;
  await attempt(async () => {
    note({ owner: agentId, at: Date.now() });
    await drop((name) => name !== PREFIX + agentId);
  });
}

/** Nobody's any more. */
export async function forgetKept(): Promise<void> {
  mine = null;
  began.value = null;
  await attempt(async () => {
    localStorage.removeItem(NOTED);
    await drop(() => true);
  });
}

/** An answer of the server, kept in passing. */
export function keepAnswer(address: string, text: string): void {
  if (typeof caches === 'undefined' || began.peek() !== null) return;
  if (!isMine() || !isWorth(address)) return;
  void attempt(() => write(address, text));
}

/** What the server answered last; null: nothing. */
export async function keptAnswer(address: string): Promise<string | null> {
  const owner = noted()?.owner;
  if (typeof caches === 'undefined' || owner === undefined) return null;
  const found = await caches.match(address, { cacheName: PREFIX + owner }).catch(() => undefined);
  return found ? found.text() : null;
}

/** The page begins without the server. @returns whether there is anything to show */
export function beginKept(): boolean {
  const at = noted()?.at ?? 0;
  if (Date.now() - at > GOOD_FOR_MS) return false;
  began.value = at;
  return true;
}

/** The server has answered. */
export function endKept(): void {
  began.value = null;
}

async function write(address: string, text: string): Promise<void> {
  const name = PREFIX + mine;
  const cache = await caches.open(name);
  await cache.put(address, new Response(text));
  if (LINE.test(pathOf(address))) await trim(cache);
  // Logged out while it was written, here or in another tab.
  if (name !== PREFIX + mine || !isMine()) await caches.delete(name);
  else if (mine !== null) note({ owner: mine, at: Date.now() });
}

/** A full or forbidden storage must not stop anybody. */
async function attempt(task: () => Promise<void>): Promise<void> {
  await task().catch(() => undefined);
}

type Noted = { owner: string; at: number };

function noted(): Noted | null {
  try {
    return JSON.parse(localStorage.getItem(NOTED) ?? 'null') as Noted | null;
  } catch {
    return null;
  }
}

const note = (now: Noted): void => localStorage.setItem(NOTED, JSON.stringify(now));

const isMine = (): boolean => mine !== null && noted()?.owner === mine;

/** The conversations opened longest ago go first: a cache has its entries in the order in which they were put. */
async function trim(cache: Cache): Promise<void> {
  const lines = (await cache.keys()).filter(({ url }) => LINE.test(pathOf(url)));
  const old = lines.slice(0, Math.max(0, lines.length - MOST_LINES));
  await Promise.all(old.map((request) => cache.delete(request)));
}

function isWorth(address: string): boolean {
  const { pathname, searchParams } = new URL(address, location.origin);
  return WORTH.test(pathname) && !FURTHER.some((name) => searchParams.has(name));
}

const pathOf = (address: string): string => new URL(address, location.origin).pathname;

/** Browsers keep caches for addresses with https, and this machine. */
async function drop(which: (name: string) => boolean): Promise<void> {
  if (typeof caches === 'undefined') return;
  const ours = (await caches.keys()).filter((name) => name.startsWith(PREFIX));
  await Promise.all(ours.filter(which).map((name) => caches.delete(name)));
}
