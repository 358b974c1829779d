/**
 * The server is killed again and again while visitors, programs and a platform write and screens watch.
 * Whatever was acknowledged is there afterwards: once, in one order, on every screen.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VisitorMessage } from '../../server/wire/visitor.ts';
import {
  type FreshConversation,
  readConversations,
  readVisitorLine,
} from '../fault/load/fresh-views.ts';
import { postgresProcesses } from '../support/postgres-processes.ts';
import {
  adminSettings,
  freePort,
  makeDataDir,
  removeDataDir,
  stop,
} from '../support/server-process.ts';
import { until } from '../support/until.ts';
import { besiege, type Outcome } from './crash/siege.ts';

const KILLS = 20;
const MOST_MS_TO_READY = 5_000;
const seed = Number(process.env['CRASH_SEED'] ?? Date.now() % 1_000_000);

let dataDir: string;
let outcome: Outcome;
let fresh: FreshConversation[];

beforeAll(async () => {
  process.stdout.write(`crash test: CRASH_SEED=${seed} repeats its random choices\n`);
  dataDir = await makeDataDir();
  const settings = { DATA_DIR: dataDir, PORT: String(await freePort()), ...adminSettings };
  outcome = await besiege(settings, seed, KILLS);
  fresh = await readConversations(outcome.people.program);
  process.stdout.write(`${summary()}\n`);
});

afterAll(async () => {
  if (outcome) {
    outcome.people.agent.close();
    for (const { follower } of outcome.people.screens) follower.close();
    await stop(outcome.server);
  }
  await removeDataDir(dataDir);
});

const stored = () => fresh.flatMap(({ messages }) => messages);
const storedWith = (text: string) => stored().filter((message) => message.text === text);
const range = (length: number) => Array.from({ length }, (_, index) => index + 1);

describe('the siege was one', () => {
  it('killed a server that was at work, with its database, every time', () => {
    expect(outcome.kills).toHaveLength(KILLS);
    expect(outcome.kills.filter(({ processes }) => processes < 2)).toEqual([]);
  });

  it('hit messages on their way: many had to be sent more than once', () => {
    const writers = new Set(outcome.entries.map(({ writer }) => writer));
    expect(writers.size).toBe(8);
    expect(outcome.entries.length).toBeGreaterThan(KILLS * 20);
    expect(outcome.entries.filter(({ attempts }) => attempts > 1).length).toBeGreaterThan(KILLS);
  });

  it('cut the screens off, and they had something to catch up with', () => {
    const { agent, screens } = outcome.people;
    expect(agent.connects).toBeGreaterThan(KILLS / 2);
    expect(agent.gaps).toBeGreaterThan(0);
    for (const { follower } of screens) expect(follower.connects).toBeGreaterThan(KILLS / 2);
  });
});

describe('the server comes back', () => {
  it('each time ready within five seconds', () => {
    const slow = outcome.kills.filter(({ readyMs }) => readyMs > MOST_MS_TO_READY);
    expect(slow).toEqual([]);
  });

  it('and no database process of the killed one outlives it by three seconds', () => {
    expect(outcome.kills.flatMap(({ orphans }) => orphans)).toEqual([]);
  });

  it('without complaining, and without an answer that would make a writer give up', () => {
    expect(outcome.faults).toEqual([]);
    expect(outcome.complaints).toEqual([]);
  });
});

describe('what was acknowledged', () => {
  it('is there, each message exactly once, with the id that the answer named', () => {
    const wrong = outcome.entries.flatMap((entry) => {
      const found = storedWith(entry.text);
      const isRight =
        found.length === 1 &&
        found[0]?.direction === entry.direction &&
        (entry.id === null || found[0].id === entry.id) &&
        (entry.direction === 'in' || found[0].key === entry.key);
      return isRight ? [] : [{ entry, found }];
    });
    expect(wrong).toEqual([]);
  });

  it('and nothing else is there', () => {
    expect(stored()).toHaveLength(outcome.entries.length);
  });

  it('stands in one order without gaps, which is the order in which each writer wrote', () => {
    for (const { row, events, messages } of fresh) {
      expect(events.map(({ seq }) => seq)).toEqual(range(row.seq));
      const told = events.filter(({ kind }) => kind === 'message').map(({ seq }) => seq);
      expect(messages.map(({ seq }) => seq)).toEqual(told);
    }
    const place = new Map(stored().map(({ text, seq }) => [text, seq]));
    for (const series of new Set(outcome.entries.map((entry) => entry.series))) {
      const written = outcome.entries.filter((entry) => entry.series === series);
      const places = written.map(({ text }) => place.get(text) ?? 0);
      expect(places).toEqual(places.toSorted((a, b) => a - b));
    }
  });

  it('is one conversation for each person who wrote', () => {
    expect(fresh).toHaveLength(outcome.people.screens.length + 4);
  });

  it('has left, if it was an answer: every platform has accepted it', () => {
    const out = stored().filter(({ direction }) => direction === 'out');
    expect(out.length).toBeGreaterThan(KILLS);
    expect(out.filter(({ state }) => state !== 'accepted')).toEqual([]);
  });
});

describe('every screen shows it', () => {
  it('the agent’s folded events are what a fresh look at the conversations gives', async () => {
    const { agent } = outcome.people;
    const seen = () => fresh.map(({ row }) => agent.lines.get(row.id)?.have);
    await until(() => fresh.every(({ row }, index) => seen()[index] === row.seq)).catch(
      () => undefined,
    );
    expect(seen()).toEqual(fresh.map(({ row }) => row.seq));
    for (const { row, events, messages } of fresh) {
      expect(agent.messagesOf(row.id)).toEqual(messages);
      expect(agent.lines.get(row.id)?.items.map(({ seq }) => seq)).toEqual(
        events.map(({ seq }) => seq),
      );
    }
  });

  it('so are the rows of the agent’s list', async () => {
    const { agent } = outcome.people;
    const rows = fresh.map(({ row }) => row);
    const seen = () => rows.map(({ id }) => agent.rows.get(id)?.seq);
    await until(() => rows.every(({ seq }, index) => seen()[index] === seq)).catch(() => undefined);
    for (const row of rows) expect(row).toMatchObject(agent.rows.get(row.id) ?? { id: 'missing' });
  });

  it('each visitor’s line is what a fresh look at it gives, without gaps and without notes', async () => {
    const { screens, channelId } = outcome.people;
    for (const { name, visitor, follower } of screens) {
      const line: VisitorMessage[] = await readVisitorLine(visitor, channelId);
      expect(line.map(({ seq }) => seq)).toEqual(range(line.length));
      await until(() => follower.line.have === line.length).catch(() => undefined);
      expect(follower.messages).toEqual(line);
      const own = outcome.entries.filter(({ writer }) => writer === name).map(({ text }) => text);
      expect(line.filter(({ direction }) => direction === 'in').map(({ text }) => text)).toEqual(
        own,
      );
      expect(line.some(({ direction }) => direction === 'out')).toBe(true);
    }
  });
});

describe('in the end', () => {
  it('a stop in good order leaves no process on the data folder', async () => {
    expect(postgresProcesses(dataDir).length).toBeGreaterThan(1);
    expect((await stop(outcome.server)).code).toBe(0);
    expect(postgresProcesses(dataDir)).toEqual([]);
  });
});

function summary(): string {
  const { kills, entries, people } = outcome;
  const ready = kills.map(({ readyMs }) => readyMs).toSorted((a, b) => a - b);
  const at = (part: number) => Math.round(ready[Math.floor((ready.length - 1) * part)] ?? 0);
  const repeated = entries.filter(({ attempts }) => attempts > 1).length;
  const { agent, screens } = people;
  return [
    `kills ${kills.length} · ready after p50 ${at(0.5)} ms, max ${at(1)} ms`,
    `acknowledged ${entries.length}, of them ${repeated} sent again · stored ${stored().length}`,
    `agent: ${agent.connects} connects, ${agent.gaps} gaps filled, ${agent.counts.resets} resets`,
    `visitors: ${screens.map(({ follower }) => follower.connects).join(', ')} connects`,
  ].join('\n');
}
