/**
 * A workspace with much history, written straight into the tables: `conversations` of them with ten messages each, over
 * three years, as they would have come: at any time thousands of conversations go on, and their messages lie between each
 * other's. With everything the product derives from messages, by the product's own rules.
 */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type postgres from 'postgres';
import { lexemesOf } from '../../server/search/lexemes.ts';
import { wordsOf } from '../../server/search/words.ts';
import { dice, sentence, word } from './language.ts';
import { settle } from './settle.ts';

export type Place = {
  workspaceId: string;
  channelIds: readonly string[];
  agentIds: readonly string[];
  /** The first is on every second conversation, the others are rarer and rarer. */
  tagIds: readonly string[];
};

const EACH = 10;
const BATCH = 20_000;
const YEARS_MS = 3 * 365 * 24 * 3_600_000;

type Roll = () => number;

/** @returns how many messages there are now @param sql logged in as the superuser, who need not check what is made right */
export async function fill(
  sql: postgres.Sql,
  place: Place,
  conversations: number,
): Promise<number> {
  const messages = conversations * EACH;
  const indexes = await takeIndexes(sql);
  const maker = new Maker(place, conversations);
  let writing: Promise<unknown> = Promise.resolve();
  for (let done = 0; done < messages; done += BATCH) {
    const rows = maker.make(Math.min(BATCH, messages - done));
    await writing;
    writing = write(sql, rows);
    // An error is thrown where it is waited for.
    writing.catch(() => {});
  }
  await writing;
  await write(sql, maker.finish());
  for (const { definition } of indexes) await sql.unsafe(definition);
  await settle(sql, place.workspaceId, conversations);
  return messages;
}

const TABLES = {
  contacts: 'workspace_id, id, name, verified',
  contact_words: 'workspace_id, word, contact_id',
  identities: 'workspace_id, id, contact_id, kind, scope, value, raw, verified',
  conversations:
    'workspace_id, id, number, contact_id, channel_id, status, assignee_id, snoozed_until, seq, inbound_seq, waiting_since, rank, preview, preview_direction, last_message_at, created_at, updated_at, tag_ids',
  threads: 'workspace_id, id, channel_id, identity_id, key, conversation_id, seq, created_at',
  messages:
    'workspace_id, id, conversation_id, seq, thread_id, thread_seq, channel_id, direction, external_id, agent_id, identity_id, text, state, created_at',
  events: 'workspace_id, conversation_id, seq, kind, actor, actor_id, message_id, data, at',
  message_words: 'workspace_id, message_id, words',
  read_markers: 'workspace_id, agent_id, conversation_id, seq',
} as const;

type Rows = Record<keyof typeof TABLES, string[]>;

const noRows = (): Rows =>
  Object.fromEntries(Object.keys(TABLES).map((table) => [table, []])) as unknown as Rows;

/** Building an index at the end is many times faster than keeping it while the table grows. */
async function takeIndexes(sql: postgres.Sql): Promise<{ definition: string }[]> {
  const indexes = await sql<{ name: string; definition: string }[]>`
    select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
    from pg_index i join pg_class c on c.oid = i.indrelid
    where c.relname in ${sql(Object.keys(TABLES))} and c.relnamespace = 'public'::regnamespace
      and not exists (select 1 from pg_constraint k where k.conindid = i.indexrelid)`;
  for (const { name } of indexes) await sql`drop index ${sql(name)}`;
  return indexes;
}

async function write(sql: postgres.Sql, rows: Rows): Promise<void> {
  await sql.begin(async (tx) => {
    // No triggers: foreign keys need no check, and counting is done once, at the end.
    await tx`set local session_replication_role = replica`;
    await tx`set local synchronous_commit = off`;
    for (const [table, columns] of Object.entries(TABLES)) {
      const lines = rows[table as keyof Rows];
      if (lines.length === 0) continue;
      const target = await tx.unsafe(`copy ${table} (${columns}) from stdin`).writable();
      await pipeline(Readable.from([lines.join('')]), target);
    }
  });
}

type Talk = {
  id: string;
  thread: string;
  number: number;
  contact: string;
  identity: string;
  channel: string;
  agent: string;
  began: number;
  seq: number;
  inbound: number;
  length: number;
};

class Maker {
  readonly #place: Place;
  readonly #total: number;
  readonly #roll: Roll = dice(7);
  readonly #going: Talk[] = [];
  readonly #start: number;
  readonly #step: number;
  #begun = 0;
  #made = 0;
  #ids = 0;
  #rows: Rows = noRows();

  constructor(place: Place, conversations: number) {
    this.#place = place;
    this.#total = conversations;
    this.#start = Date.now() - YEARS_MS;
    this.#step = YEARS_MS / (conversations * EACH + 1);
  }

  make(messages: number): Rows {
    this.#rows = noRows();
    for (let n = 0; n < messages; n++) this.#say();
    return this.#rows;
  }

  /** Those that still go on: open, and the latest of them waiting. */
  finish(): Rows {
    this.#rows = noRows();
    for (const talk of this.#going) this.#close(talk, true);
    return this.#rows;
  }

  #say(): void {
    const at = this.#start + this.#made * this.#step;
    this.#made += 1;
    // One in twenty goes on, at any time, and all that there are to be are begun.
    const wide = Math.max(50, this.#total / 20);
    if (this.#going.length < wide && this.#begun < this.#total) this.#going.push(this.#begin(at));
    const place = Math.floor(this.#roll() * this.#going.length);
    const talk = this.#going[place];
    if (!talk) return;
    this.#add(talk, at);
    if (talk.seq < talk.length) return;
    this.#going[place] = this.#begun < this.#total ? this.#begin(at) : talk;
    if (this.#going[place] !== talk) this.#close(talk, false, at);
  }

  #begin(at: number): Talk {
    this.#begun += 1;
    const roll = this.#roll;
    const { channelIds, agentIds, workspaceId: w } = this.#place;
    const number = this.#begun;
    const [contact, identity] = [this.#id(at), this.#id(at)];
    const name = `${word(200 + number)} ${word(Math.floor(roll() * 3_000))}`;
    const channel = channelIds[number % channelIds.length] ?? '';
    this.#put('contacts', [w, contact, name, 'f']);
    const called = new Set(wordsOf(name).map((one) => one.word));
    for (const one of called) this.#put('contact_words', [w, one, contact]);
    this.#put('identities', [
      w,
      identity,
      contact,
      'bench',
      channel,
      `p${number}`,
      `p${number}`,
      'f',
    ]);
    return {
      id: this.#id(at),
      thread: this.#id(at),
      number,
      contact,
      identity,
      channel,
      agent: agentIds[Math.floor(roll() * agentIds.length)] ?? '',
      began: at,
      seq: 0,
      inbound: 0,
      length: 5 + Math.floor(roll() * 11),
    };
  }

  #add(talk: Talk, at: number): void {
    const { workspaceId: w } = this.#place;
    const inbound = talk.seq === 0 || this.#roll() < 0.6;
    talk.seq += 1;
    if (inbound) talk.inbound = talk.seq;
    const [id, text, when] = [this.#id(at), sentence(this.#roll), iso(at)];
    const direction = inbound ? 'in' : 'out';
    const who = inbound ? talk.contact : talk.agent;
    const place = [w, id, talk.id, talk.seq, talk.thread, talk.seq, talk.channel, direction];
    const by = inbound
      ? [`x${this.#made}`, NULL, talk.identity]
      : [`x${this.#made}`, talk.agent, NULL];
    this.#put('messages', [...place, ...by, text, inbound ? 'received' : 'accepted', when]);
    const actor = inbound ? 'contact' : 'agent';
    this.#put('events', [w, talk.id, talk.seq, 'message', actor, who, id, '{}', when]);
    const filed = { text, channelId: talk.channel, direction, hasFile: false } as const;
    this.#put('message_words', [w, id, lexemesOf(w, filed)]);
  }

  #close(talk: Talk, open: boolean, at = Date.now()): void {
    const { workspaceId: w } = this.#place;
    const roll = this.#roll;
    const asleep = !open && roll() < 0.01;
    const status = open ? 'open' : asleep ? 'snoozed' : 'done';
    const waiting = open && talk.inbound === talk.seq;
    const assigned = !open || roll() < 0.7;
    const rank = waiting ? Math.round(at - roll() * 1e9) : Math.round(1e14 - at - roll() * 1e6);
    const [when, began] = [iso(at), iso(talk.began)];
    const until = asleep ? iso(at + 1e11) : NULL;
    const state = [status, assigned ? talk.agent : NULL, until, talk.seq, talk.inbound];
    const sorted = [
      waiting ? when : NULL,
      rank,
      sentence(roll).slice(0, 140),
      'in',
      when,
      began,
      when,
      `{${this.#tagsOf(talk.number).join(',')}}`,
    ];
    this.#put('conversations', [
      w,
      talk.id,
      talk.number,
      talk.contact,
      talk.channel,
      ...state,
      ...sorted,
    ]);
    const { thread, channel, identity, id, seq } = talk;
    this.#put('threads', [w, thread, channel, identity, `k${talk.number}`, id, seq, began]);
    if (!open || roll() < 0.5) this.#put('read_markers', [w, talk.agent, id, seq]);
  }

  /** The nth tag is on one conversation in 2ⁿ. */
  #tagsOf(number: number): readonly string[] {
    return this.#place.tagIds.filter((_, n) => number % 2 ** (n + 1) === 0);
  }

  /** As the product makes them: the moment first (RFC 9562, version 7). */
  #id(at: number): string {
    this.#ids += 1;
    const ms = Math.floor(at).toString(16).padStart(12, '0');
    const rest = this.#ids.toString(16).padStart(12, '0');
    const low = Math.floor(this.#roll() * 0xffff)
      .toString(16)
      .padStart(4, '0');
    return `${ms.slice(0, 8)}-${ms.slice(8)}-7${rest.slice(0, 3)}-8${rest.slice(3, 6)}-${rest.slice(6)}00${low}`;
  }

  #put(table: keyof Rows, values: readonly (string | number)[]): void {
    this.#rows[table].push(`${values.map(copied).join('\t')}\n`);
  }
}

const NULL = '\\N';
const iso = (ms: number): string => new Date(ms).toISOString();

/** As COPY reads it: https://www.postgresql.org/docs/current/sql-copy.html */
const copied = (value: string | number): string =>
  value === NULL || typeof value === 'number'
    ? String(value)
    : value.replaceAll('\\', '\\\\').replaceAll('\t', ' ').replaceAll('\n', ' ');
