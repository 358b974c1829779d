/**
 * Fetches a mailbox by IMAP (RFC 9051; RFC 2177 for IDLE). Nothing is missed: a folder's position
 * moves only with the mail that was stored. A mail may come twice, which the core expects.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ImapFlow } from 'imapflow';
import type { Listening, Settings } from '../../adapter.ts';
import { ChannelError } from '../../errors.ts';
import { Bell } from './bell.ts';
import { connect } from './connect.ts';
import { Desk, foldersIn } from './desk.ts';
import { readFolder } from './folder.ts';
import { growing, PACE, type Pace } from './pace.ts';
import { troubleOf } from './trouble.ts';

/**
 * Reads the folders of the settings until the signal ends it: at once what is pushed, regularly
 * what is not, again after every trouble. Each mail is a request
 * `LISTEN /imap/<folder>/<UIDVALIDITY>/<UID>` with the raw mail as body and these headers:
 * - `x-received-at`: when the server took it in
 * - `x-too-large`: its size; the body is the mail's header only
 * - `x-unreadable`: `fetch`: the server failed on it; the body is its header, or empty
 */
export async function listen(
  settings: Settings,
  listening: Listening,
  pace: Pace = PACE,
): Promise<void> {
  const { signal } = listening;
  // Mail comes by other ways only: nothing to fetch is no trouble.
  if ((settings['imapHost'] ?? '').trim() === '') return ended(signal);
  const desk = new Desk(settings, listening, pace);
  let waits = waitsOf(pace);
  while (!signal.aborted) {
    const before = desk.progress;
    const trouble = await visit(settings, listening, { desk, pace }).catch(troubleOf);
    if (signal.aborted) return;
    const wentWell = desk.progress > before;
    if (wentWell) waits = waitsOf(pace);
    // A line that breaks after a good while is no news until it cannot be had again.
    if (!wentWell || trouble.kind !== 'retry') await desk.say(trouble.reason);
    const wait = trouble.kind === 'unauthorized' ? waits.denied : waits.other;
    await sleep(wait.next().value, undefined, { signal }).catch(() => {});
  }
}

function ended(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

type Waits = { denied: Generator<number, never>; other: Generator<number, never> };

function waitsOf(pace: Pace): Waits {
  return {
    denied: growing(pace.deniedWaitMs, pace.longestDeniedWaitMs),
    other: growing(pace.firstWaitMs, pace.longestWaitMs),
  };
}

/** One connection, for as long as it lasts. @returns never: it ends with what it throws */
async function visit(
  settings: Settings,
  listening: Listening,
  { desk, pace }: { desk: Desk; pace: Pace },
): Promise<never> {
  // Also before the first connection: what arrives while it fails is ours.
  await desk.save();
  const client = await connect(settings, listening);
  const bell = new Bell(client);
  try {
    for (;;) {
      bell.silence();
      await desk.say(await look(client, foldersIn(settings), desk));
      desk.progress += 1;
      await nextLook(client, bell, pace);
    }
  } finally {
    client.close();
  }
}

/** All folders in order; the first stays open, for what is pushed. @returns what is wrong */
async function look(
  client: ImapFlow,
  [first, ...others]: readonly [string, ...string[]],
  desk: Desk,
): Promise<string | null> {
  const order = others.length > 0 ? [first, ...others, first] : [first];
  let problem: string | null = null;
  for (const folder of order) {
    try {
      await readFolder(client, folder, desk);
    } catch (error) {
      // A folder that is not there keeps nobody from reading the others.
      if (!(error instanceof ChannelError) || error.kind !== 'rejected') throw error;
      problem ??= error.reason;
    }
  }
  return problem;
}

/** Resolves when something was pushed, the time has come, or the connection is gone. */
async function nextLook(client: ImapFlow, bell: Bell, pace: Pace): Promise<void> {
  if (!client.capabilities.has('IDLE') || !client.mailbox) return bell.heard(pace.plainPollMs);
  // The next command ends it, well before a server or a router in between would.
  client.idle().catch(() => {});
  await bell.heard(pace.pollMs);
}
