/**
 * Connections that are kept for a while: logging in costs more than a mail. Few for each channel,
 * as providers count them, and none that would keep the process from ending.
 */
import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Settings, Tools } from '../../adapter.ts';
import { sha256 } from '../../signature.ts';
import { dial } from './dial.ts';
import { type MailServer, mailServer } from './server.ts';

const MOST_CONNECTIONS = 4;
const MOST_MAILS_EACH = 100;
const IDLE_MS = 30_000;

/** A connection on loan. */
export type Line = {
  connection: SMTPConnection;
  /** It carried mail before, so the server may have hung up meanwhile. */
  used: boolean;
  /** What was learnt about this server, for as long as any connection to it is open. */
  memory: Map<string, string>;
};

type Kept = { connection: SMTPConnection; mails: number; timer?: NodeJS.Timeout };

type Pool = {
  idle: Kept[];
  open: number;
  waiting: (() => void)[];
  memory: Map<string, string>;
};

const pools = new Map<string, Pool>();

/**
 * Lends a connection to the channel's server and takes it back: to be used again when `work`
 * ends well or `stillGood` says so of its failure. `fresh` asks for one that was never used.
 */
export async function withLine<T>(
  channel: { settings: Settings; tools: Tools; fresh?: boolean },
  work: (line: Line) => Promise<T>,
  stillGood: (error: unknown) => boolean,
): Promise<T> {
  const server = await mailServer(channel.settings, channel.tools);
  channel.tools.signal.throwIfAborted();
  const key = keyOf(server, channel.settings);
  const pool = pools.get(key) ?? { idle: [], open: 0, waiting: [], memory: new Map() };
  pools.set(key, pool);
  await turn(pool, channel.tools.signal);
  let kept: Kept | null = null;
  let good = false;
  try {
    kept = channel.fresh ? null : wakeUp(pool);
    const used = kept !== null;
    kept ??= { connection: await dial(server, channel.settings, channel.tools), mails: 0 };
    const result = await work({ connection: kept.connection, used, memory: pool.memory });
    good = true;
    return result;
  } catch (error) {
    good = stillGood(error);
    throw error;
  } finally {
    giveBack(pool, key, kept, good);
  }
}

/** Whoever may open a connection to this server with these settings shares one pool. */
function keyOf({ ip, ...server }: MailServer, settings: Settings): string {
  const oauth = settings['oauthRefreshToken'] ?? '';
  return `${settings.channelId} ${sha256(JSON.stringify([ip, server, oauth]))}`;
}

/** Resolves when there is room for one more at work. */
async function turn(pool: Pool, signal: AbortSignal): Promise<void> {
  if (pool.open < MOST_CONNECTIONS) {
    pool.open++;
    return;
  }
  await new Promise<void>((resolve, reject) => {
    const go = () => {
      signal.removeEventListener('abort', leave);
      resolve();
    };
    const leave = () => {
      pool.waiting.splice(pool.waiting.indexOf(go), 1);
      reject(signal.reason);
    };
    pool.waiting.push(go);
    signal.addEventListener('abort', leave, { once: true });
  });
}

/** The connection used last; those used least run into their idle time and close. */
function wakeUp(pool: Pool): Kept | null {
  for (let kept = pool.idle.pop(); kept; kept = pool.idle.pop()) {
    clearTimeout(kept.timer);
    if (kept.connection.destroyed) continue;
    if (kept.connection._socket) kept.connection._socket.ref();
    return kept;
  }
  return null;
}

/** The place goes to whoever waits longest; else to nobody. */
function giveBack(pool: Pool, key: string, kept: Kept | null, good: boolean): void {
  if (kept) putAway(pool, key, { ...kept, mails: kept.mails + 1 }, good);
  const next = pool.waiting.shift();
  if (next) next();
  else pool.open--;
  forgetEmpty(pool, key);
}

function putAway(pool: Pool, key: string, kept: Kept, good: boolean): void {
  const { connection } = kept;
  if (!good || connection.destroyed) {
    connection.close();
    return;
  }
  if (kept.mails >= MOST_MAILS_EACH) {
    connection.quit();
    return;
  }
  if (connection._socket) connection._socket.unref();
  kept.timer = setTimeout(() => {
    pool.idle.splice(pool.idle.indexOf(kept), 1);
    connection.quit();
    forgetEmpty(pool, key);
  }, IDLE_MS).unref();
  pool.idle.push(kept);
}

function forgetEmpty(pool: Pool, key: string): void {
  if (pool.open === 0 && pool.idle.length === 0) pools.delete(key);
}
