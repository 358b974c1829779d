/**
 * The server is killed again and again while it takes over a full mailbox, and started again on the same data folder.
 * In the end every mail is there: once, in order, whole.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Random, seeded } from '../fault/load/seeded.ts';
import { Dovecot } from '../support/dovecot.ts';
import { logInRemotely, type Remote } from '../support/remote.ts';
import {
  adminSettings,
  freePort,
  makeDataDir,
  removeDataDir,
  type ServerProcess,
  type Settings,
  startServer,
  stop,
} from '../support/server-process.ts';
import { until } from '../support/until.ts';
import {
  CONVERSATIONS,
  connectMailbox,
  countConversations,
  fillMailbox,
  MAILS,
  type ReadMail,
  readEverything,
  written,
} from './crash/full-mailbox.ts';

const KILLS = 4;
/** A claim to a mailbox lasts longer: nobody may have to wait for the end of a dead process's claim. */
const MOST_MS_TO_GO_ON = 20_000;
const seed = Number(process.env['CRASH_SEED'] ?? Date.now() % 1_000_000);

/** Conversations there were after a start, and when the next one came. */
type Restart = { found: number; goesOnMs: number };

let dovecot: Dovecot;
let dataDir: string;
let server: ServerProcess;
let restarts: Restart[];
let mails: ReadMail[];

beforeAll(async () => {
  process.stdout.write(`import crash test: CRASH_SEED=${seed} repeats its random choices\n`);
  [dovecot, dataDir] = [await Dovecot.start(), await makeDataDir()];
  await fillMailbox(dovecot);
  const settings = {
    DATA_DIR: dataDir,
    PORT: String(await freePort()),
    ALLOWED_NETWORKS: '127.0.0.0/8',
    ...adminSettings,
  };
  server = await startServer(settings);
  const ana = await logInRemotely(server.url);
  const isDone = await connectMailbox(ana, dovecot);
  restarts = await killOnTheWay(settings, ana, seeded(seed));
  process.stdout.write(`${restarts.map((one) => JSON.stringify(one)).join(' ')}\n`);
  await until(isDone, 60_000);
  mails = await readEverything(ana);
});

afterAll(async () => {
  if (server) await stop(server);
  await dovecot?.stop();
  await removeDataDir(dataDir);
});

/** Each kill comes when so much is stored, and a moment more, so that it may hit anything. */
async function killOnTheWay(settings: Settings, ana: Remote, random: Random): Promise<Restart[]> {
  const all: Restart[] = [];
  for (let kill = 1; kill <= KILLS; kill++) {
    const enough = Math.round((CONVERSATIONS * kill) / (KILLS + 2));
    await until(async () => (await countConversations(ana)) >= enough, 60_000);
    await sleep(random.between(0, 40));
    server.signal('SIGKILL');
    await server.ended;
    server = await startServer(settings);
    const ready = performance.now();
    const found = await countConversations(ana);
    await until(async () => (await countConversations(ana)) > found, 60_000);
    all.push({ found, goesOnMs: performance.now() - ready });
  }
  return all;
}

describe('the kills', () => {
  it('hit an import that was on its way, every time', () => {
    expect(restarts).toHaveLength(KILLS);
    const found = restarts.map((restart) => restart.found);
    expect(found).toEqual(found.toSorted((a, b) => a - b));
    expect(found.filter((count) => count === 0 || count >= CONVERSATIONS)).toEqual([]);
  });

  it('stopped it no longer than it takes to start: nobody waits for a dead process', () => {
    expect(restarts.filter(({ goesOnMs }) => goesOnMs > MOST_MS_TO_GO_ON)).toEqual([]);
  });
});

describe('every mail', () => {
  it('is there, once, and nothing else is', () => {
    expect(mails).toHaveLength(MAILS);
    expect(new Set(mails.map(({ text }) => text)).size).toBe(MAILS);
    expect(mails.map(({ text }) => text).toSorted()).toEqual(
      written.map(({ text }) => text).toSorted(),
    );
  });

  it('stands in the order in which it came, in its conversation and among the conversations', () => {
    const place = new Map(written.map(({ text }, index) => [text, index]));
    const placesOf = (some: ReadMail[]) => some.map(({ text }) => place.get(text) ?? -1);
    const first = mails.filter(({ seq }) => seq === 1);
    expect(first).toHaveLength(CONVERSATIONS);
    const line = mails.filter(({ number }) => number === 1);
    expect(line.length).toBe(MAILS - CONVERSATIONS + 1);
    for (const places of [placesOf(first), placesOf(line)]) {
      expect(places).toEqual(places.toSorted((a, b) => a - b));
    }
    const numbers = first.map(({ number }) => number);
    expect(numbers).toEqual(Array.from({ length: CONVERSATIONS }, (_, index) => index + 1));
  });

  it('has its file, byte for byte, if it came with one', () => {
    const sent = new Map(written.map(({ text, file }) => [text, file]));
    expect([...sent.values()].filter((file) => file !== null).length).toBeGreaterThan(20);
    const wrong = mails.filter(({ text, files }) => {
      const file = sent.get(text);
      return file ? files.length !== 1 || files[0] !== file : files.length > 0;
    });
    expect(wrong.map(({ text }) => text)).toEqual([]);
  });
});
