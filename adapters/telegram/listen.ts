/**
 * Asking for updates (`getUpdates`). What is asked for beyond an update counts as taken, so the next
 * question is asked only when the last answer is stored.
 */
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import type { AdapterRequest, Listening, Settings } from '../adapter.ts';
import { ChannelError } from '../errors.ts';
import { call, type Line } from './api.ts';
import { ALLOWED_UPDATES, forgetWebhook } from './connect.ts';
import { answerTap } from './deeds.ts';
import { botOf, polls } from './settings.ts';
import { Callback } from './shapes.ts';

const Fetched = Compile(
  Type.Object({ result: Type.Array(Type.Object({ update_id: Type.Integer() })) }),
);
type Update = { update_id: number };

/** So long Telegram waits for something to tell; less than the patience of our own calls. */
const WAIT_SECONDS = 10;
const MOST = 100;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/** Until the signal ends it; where Telegram calls us, it only waits. */
export async function listen(settings: Settings, listening: Listening): Promise<void> {
  const { signal } = listening;
  if (polls(settings)) await poll(settings, listening);
  else if (!signal.aborted) await once(signal, 'abort');
}

async function poll(settings: Settings, listening: Listening): Promise<void> {
  const { signal } = listening;
  const bot = botOf(settings);
  const place = { bot, next: readBookmark(listening.bookmark, bot) };
  let pause = FIRST_PAUSE_MS;
  while (!signal.aborted) {
    const before = place.next;
    const trouble = await visit(settings, listening, place).catch((error: unknown) => error);
    if (signal.aborted) return;
    if (place.next > before) pause = FIRST_PAUSE_MS;
    await listening.report(wordsFor(trouble, listening));
    await sleep(pauseFor(trouble, pause), undefined, { signal }).catch(() => undefined);
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
  }
}

type Place = { bot: string; next: number };

/** Asks and stores until something fails. */
async function visit(settings: Settings, listening: Listening, place: Place): Promise<never> {
  const line = { settings, tools: listening };
  await forgetWebhook(line);
  for (;;) {
    const updates = await fetchFrom(place.next, line);
    const last = updates.at(-1);
    if (last) {
      const reached = last.update_id + 1;
      await listening.receive(updates.map(asRequest), `${place.bot}:${reached}`);
      place.next = reached;
      await answerTaps(updates, line);
    }
    await listening.report(null);
  }
}

async function fetchFrom(offset: number, line: Line): Promise<Update[]> {
  const parameters = {
    offset,
    limit: MOST,
    timeout: WAIT_SECONDS,
    allowed_updates: ALLOWED_UPDATES,
  };
  return (await call({ method: 'getUpdates', parameters }, line, Fetched)).result;
}

/** As if it had come by webhook. */
function asRequest(update: Update): AdapterRequest {
  const body = new TextEncoder().encode(JSON.stringify(update));
  return { method: 'POST', url: '/getUpdates', headers: {}, body };
}

/** Whoever tapped sees that it arrived. It is stored by now: nothing hangs on this. */
async function answerTaps(updates: readonly Update[], line: Line): Promise<void> {
  for (const update of updates) {
    const tap: unknown = Reflect.get(update, 'callback_query');
    if (Callback.Check(tap)) await answerTap(tap.id, line).catch(() => undefined);
  }
}

/** A place counts for the bot it was reached with: another one has numbers of its own. */
function readBookmark(bookmark: string, bot: string): number {
  const [whose, next] = bookmark.split(':');
  return whose === bot ? Number(next) || 0 : 0;
}

function wordsFor(trouble: unknown, { log }: Listening): string {
  if (trouble instanceof ChannelError) return trouble.reason;
  log('updates could not be stored', { error: trouble instanceof Error ? trouble.name : '' });
  return 'What Telegram sent could not be stored; it is tried again.';
}

function pauseFor(trouble: unknown, pause: number): number {
  const wanted = trouble instanceof ChannelError ? (trouble.retryAfterMs ?? 0) : 0;
  return Math.max(wanted, pause);
}
