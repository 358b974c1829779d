/** Lines to the database that are cut while they are used: what was under way fails, and all goes on. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { TLSSocket } from 'node:tls';
import { sql } from 'drizzle-orm';
import postgres from 'postgres';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Connection } from '../../server/database/connection.ts';
import { type Database, openDatabase, type Transaction } from '../../server/database/database.ts';
import { isUnreachable } from '../../server/database/errors.ts';
import { cloneDatabase } from '../support/hub.ts';
import { CERTIFICATE, KEY } from '../support/mail-server.ts';
import { until } from '../support/until.ts';

const HERE = '00000000-0000-4000-8000-000000000001';

let connection: Extract<Connection, { kind: 'socket' }>;
let database: Database;
let owner: postgres.Sql;

beforeEach(async () => {
  const made = await cloneDatabase();
  if (made.kind !== 'socket') throw new Error('the tests use the embedded database');
  connection = made;
  database = openDatabase(connection, { restricted: true });
  const { socketPath, database: name } = connection;
  owner = postgres({ path: socketPath, user: 'postgres', database: name, max: 1 });
});

afterEach(async () => {
  await database.close();
  await owner.end();
});

const cutAll = () => owner`select pg_terminate_backend(pid) from pg_stat_activity
  where application_name = 'interline' and datname = current_database()`;

async function numberIn(tx: Pick<Transaction, 'execute'>, number: number): Promise<unknown> {
  const [row] = await tx.execute(sql`select ${number}::int as number`);
  return row?.['number'];
}

/** Two statements in a transaction and one outside. @throws when an answer is that of another question */
async function talk(number: number): Promise<void> {
  const heard = await database.inWorkspace(HERE, async (tx) => {
    const first = await numberIn(tx, number);
    if (number % 3 === 0) await sleep(2);
    return [first, await numberIn(tx, number + 1)];
  });
  heard.push(await numberIn(database.outside, number + 2));
  const right = [number, number + 1, number + 2];
  if (heard.join() !== right.join()) throw new Error(`asked for ${right}, got ${heard}`);
}

describe('a transaction whose line is cut', () => {
  it('between two statements fails, and so does whatever it still tries', async () => {
    const tried: unknown[] = [];
    const work = database.inWorkspace(HERE, async (tx) => {
      await numberIn(tx, 1);
      await cutAll();
      await sleep(50);
      for (const number of [2, 3]) tried.push(await numberIn(tx, number).catch(isUnreachable));
    });
    await expect(work.catch((error) => isUnreachable(error))).resolves.toBe(true);
    await until(() => tried.length === 2);
    expect(tried).toEqual([true, true]);
    await talk(10);
  });

  it('in the middle of a statement fails at once', async () => {
    const work = database.inWorkspace(HERE, (tx) => tx.execute(sql`select pg_sleep(60)`));
    const outcome = work.catch((error) => isUnreachable(error));
    await sleep(200);
    await cutAll();
    expect(await outcome).toBe(true);
    await talk(10);
  });
});

describe('a busy server whose lines are cut again and again', () => {
  it('goes on: nothing hangs, no answer goes to another question, and each failure is one to come back after', async () => {
    const failures: unknown[] = [];
    let [isOver, asked, answered] = [false, 0, 0];
    const writer = async () => {
      while (!isOver) {
        asked += 10;
        const outcome = await talk(asked).catch((error: unknown) => error);
        if (outcome === undefined) answered += 1;
        else failures.push(outcome);
      }
    };
    const writers = Array.from({ length: 20 }, writer);
    for (let cut = 0; cut < 30; cut++) {
      const before = answered;
      await until(() => answered > before, 15_000);
      await cutAll();
    }
    isOver = true;
    await Promise.all(writers);
    expect(failures.length).toBeGreaterThan(30);
    expect(answered).toBeGreaterThanOrEqual(30);
    expect(failures.filter((error) => !isUnreachable(error))).toEqual([]);
    await Promise.all(Array.from({ length: 50 }, (_, index) => talk(index * 10)));
  }, 120_000);
});

describe('a database that hangs', () => {
  /** Lines lead through here, and stand still when it is told to. */
  let tunnel: Server;
  let sockets: Socket[];
  let isStill: boolean;
  beforeEach(async () => {
    [sockets, isStill] = [[], false];
    tunnel = createServer((socket) => {
      const inside = connect(connection.socketPath);
      for (const end of [socket, inside]) end.on('error', () => {});
      socket.on('close', () => inside.destroy());
      inside.on('close', () => socket.destroy());
      socket.pipe(inside).pipe(socket);
      sockets.push(socket, inside);
      if (isStill) pause();
    }).listen(0, '127.0.0.1');
    await once(tunnel, 'listening');
    const { port } = tunnel.address() as AddressInfo;
    const { user, database: name } = connection;
    await database.close();
    const url = `postgres://${user}@127.0.0.1:${port}/${name}`;
    database = openDatabase({ kind: 'url', url }, { restricted: true });
  });
  afterEach(() => void tunnel.close());

  const pause = () => {
    isStill = true;
    for (const socket of sockets) socket.pause();
  };
  const goOn = () => {
    isStill = false;
    for (const socket of sockets) socket.resume();
  };

  it('fails whoever waits for it and whoever comes, and is used again when it goes on', async () => {
    await talk(10);
    pause();
    const waiting = [talk(20), talk(30)].map((one) => one.catch((error) => isUnreachable(error)));
    expect(await Promise.all(waiting)).toEqual([true, true]);
    await expect(database.ping().catch((error) => isUnreachable(error))).resolves.toBe(true);
    // By a promise, not at once: a timer that asks has a catch for the promise, and for nothing else.
    const asking = database.outside.execute(sql`select 1`).execute();
    await expect(asking.catch((error) => isUnreachable(error))).resolves.toBe(true);
    goOn();
    await until(() =>
      talk(40).then(
        () => true,
        () => false,
      ),
    );
  });

  it('is told apart from one that takes its time', async () => {
    await database.outside.execute(sql`select pg_sleep(4)`);
    await talk(10);
  });
});

describe('an encrypted line', () => {
  let tunnel: Server;
  beforeEach(async () => {
    tunnel = createServer(async (socket) => {
      socket.on('error', () => {});
      await once(socket, 'data');
      socket.write('S');
      const opened = new TLSSocket(socket, { isServer: true, key: KEY, cert: CERTIFICATE });
      const inside = connect(connection.socketPath);
      for (const end of [opened, inside]) end.on('error', () => {});
      opened.on('close', () => inside.destroy());
      inside.on('close', () => opened.destroy());
      opened.pipe(inside).pipe(opened);
    }).listen(0, '127.0.0.1');
    await once(tunnel, 'listening');
  });
  afterEach(() => void tunnel.close());

  const through = (mode: string) => {
    const { port } = tunnel.address() as AddressInfo;
    const { user, database: name } = connection;
    const url = `postgres://${user}@127.0.0.1:${port}/${name}?sslmode=${mode}`;
    return openDatabase({ kind: 'url', url }, { restricted: true });
  };

  it('is one as well, and can be cut as well', async () => {
    await database.close();
    database = through('require');
    await talk(10);
    await cutAll();
    await talk(20).catch(() => {});
    await talk(30);
  });

  it('is refused when the certificate is to be believed and cannot be', async () => {
    const strict = through('verify-full');
    const error = await strict.ping().catch((thrown: unknown) => thrown);
    expect(String(error instanceof Error && error.cause)).toMatch(/self.signed/);
    await strict.close();
  });
});

describe('a database that is not there', () => {
  it('is told at once to everybody, however many more ask than there are lines', async () => {
    const nowhere = openDatabase(
      { kind: 'socket', socketPath: '/nowhere', user: 'nobody', database: 'none' },
      {
        restricted: true,
        max: 2,
      },
    );
    const ask = (n: number): Promise<unknown> =>
      n % 2 === 0
        ? nowhere.inWorkspace(HERE, (tx) => numberIn(tx, n))
        : numberIn(nowhere.outside, n);
    const answers = Array.from({ length: 40 }, (_, n) => ask(n).catch(isUnreachable));
    const all = await Promise.race([Promise.all(answers), sleep(5_000, 'some still wait')]);
    expect(all).toEqual(Array.from({ length: 40 }, () => true));
    await nowhere.close();
  });
});
