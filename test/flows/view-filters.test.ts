/** Saved views: the server's SQL and the screen's question about a row give the same answer, whatever is asked. */
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isIn } from '../../inbox-ui/store/matching.ts';
import { statusesOf, whereOf } from '../../server/conversations/views/where.ts';
import type { Actor } from '../../server/events/actor.ts';
import type { OwnConversation } from '../../server/wire/conversations.ts';
import type { SavedView, ViewSize } from '../../server/wire/saved-views.ts';
import type { Condition, Filter, FilterPart } from '../../server/wire/view-filters.ts';
import { placeIn } from '../../server/wire/view-order.ts';
import { ownerOf } from '../support/database.ts';
import { postEcho } from '../support/echo.ts';
import { Dice } from '../support/fuzz.ts';
import type { TestHub } from '../support/hub.ts';
import { openOffice } from '../support/office.ts';
import { type Agent, connectEcho, inboxOf, websiteOf } from '../support/people.ts';

const SECRET = 'the secret of the filtered channel';
const TALKS = 60;
const FILTERS = 400;
const MINUTE_MS = 60_000;
const NOW = Date.parse('2026-06-01T12:00:00.000Z');

const PRIORITIES = ['urgent', 'high', 'normal', 'low'] as const;
const LINES = [
  'Straße 50% [off] (a|b)*',
  'İSTANBUL ve ısparta',
  'ΣΊΣΥΦΟΣ σίσυφος',
  'ПЕРЕВОД перевод',
  '退款 please {1} ^$',
  'o’hara\\d+ 🎈 Ünïcode',
  '',
] as const;
const WORDS = [
  ...(['strasse', 'STRAßE', '[OFF]', '50%', 'i', 'İ', 'ı', 'σ', 'ΣΥ', 'перевод'] as const),
  ...(['退款', '\\d+', '🎈', 'ü', 'Ï', '^', '(A|', '.', '}', ' '] as const),
] as const;

let hub: TestHub;
let ana: Agent;
let ben: Agent;
let actor: Actor;
let tags: [string, string];
let channels: [string, string];
let rows: OwnConversation[];

beforeAll(async () => {
  ({ hub, ana, ben } = await openOffice());
  channels = [(await connectEcho(ana, SECRET)).id, (await websiteOf(ana)).id];
  const coined = ['one', 'two'].map((name) =>
    ana.call<{ id: string }>('POST', '/api/v1/tags', { name }),
  );
  const [one, two] = await Promise.all(coined);
  tags = [one?.body.id ?? '', two?.body.id ?? ''];
  for (let n = 0; n < TALKS; n++) {
    await postEcho(hub, channels[0], SECRET, {
      id: `filtered-${n}`,
      from: `person-${n}`,
      text: 'x',
    });
  }
  await scatter(new Dice(7));
  rows = await inboxOf(ana, 'all');
  const { agent, workspace } = ana.session;
  actor = {
    ...{ workspaceId: workspace.id, agentId: agent.id, name: agent.name, role: agent.role },
    ...{ locale: agent.locale, scopes: ['read', 'write', 'admin'], credential: '' },
  };
}, 60_000);
afterAll(() => hub.close());

/** Gives every conversation other traits; many moments lie exactly where conditions turn, or a microsecond beside. */
async function scatter(dice: Dice): Promise<void> {
  const owner = ownerOf(hub);
  const talks = await owner<{ id: string; contact_id: string; workspace_id: string }[]>`
    select id, contact_id, workspace_id from conversations`;
  for (const talk of talks) {
    const status = dice.pick(['open', 'open', 'snoozed', 'done']);
    const waits = status !== 'done' && dice.chance(0.6);
    const [waiting, last, created] = [momentOf(dice), momentOf(dice), momentOf(dice)];
    const ms = (moment: string) => Math.floor(Date.parse(`${moment.slice(0, 23)}Z`));
    const rank = waits ? ms(waiting) : 1e14 - ms(last);
    await owner`
      update conversations set status = ${status}, assignee_id = ${dice.pick([null, ana.session.agent.id, ben.session.agent.id])},
        channel_id = ${dice.pick(channels)}, subject = ${dice.pick(LINES)}, preview = ${dice.pick(LINES)},
        waiting_since = ${waits ? waiting : null}, last_message_at = ${last}, created_at = ${created}, rank = ${rank},
        tag_ids = ${tags.filter(() => dice.chance(0.4))}, priority = ${dice.pick(PRIORITIES)}
      where id = ${talk.id}`;
    await owner`update contacts set verified = ${dice.chance(0.5)} where id = ${talk.contact_id}`;
    if (dice.chance(0.5)) await mark(owner, 'read_markers', talk);
    if (dice.chance(0.3)) await mark(owner, 'mentions', talk);
    if (dice.chance(0.3)) await mark(owner, 'drafts', talk);
  }
  await owner.end();
}

async function mark(
  owner: ReturnType<typeof ownerOf>,
  table: 'read_markers' | 'mentions' | 'drafts',
  talk: { id: string; workspace_id: string },
): Promise<void> {
  const whose = {
    workspace_id: talk.workspace_id,
    agent_id: ana.session.agent.id,
    conversation_id: talk.id,
  };
  const more = {
    read_markers: { seq: 1 },
    mentions: { seq: 1, open: true },
    drafts: { kind: 'reply', text: 'x' },
  };
  await owner`insert into ${owner(table)} ${owner({ ...whose, ...more[table] })} on conflict do nothing`;
}

function momentOf(dice: Dice): string {
  const at = NOW - dice.below(12) * 10 * MINUTE_MS;
  const beside = dice.pick(['000', '000', '001', '999']);
  return `${new Date(at - dice.below(2)).toISOString().slice(0, -1)}${beside}Z`;
}

function filterIn(dice: Dice, depth = 1): Filter {
  const parts: FilterPart[] = Array.from({ length: 1 + dice.below(3) }, () =>
    depth < 3 && dice.chance(0.35) ? filterIn(dice, depth + 1) : conditionIn(dice),
  );
  return dice.chance(0.5) ? { all: parts } : { any: parts };
}

function conditionIn(dice: Dice): Condition {
  const op = dice.pick(['is', 'is-not'] as const);
  const yes = { op: 'is', value: dice.chance(0.5) } as const;
  const elapsed = { op: dice.pick(['older', 'newer'] as const), value: 10 * (1 + dice.below(11)) };
  const dated = {
    op: dice.pick(['before', 'after'] as const),
    value: new Date(NOW - dice.below(12) * 10 * MINUTE_MS).toISOString(),
  };
  const worded = {
    op: dice.pick(['contains', 'lacks'] as const),
    value: dice.pick<string>(WORDS),
  };
  return dice.pick<Condition>([
    { field: 'status', op, value: dice.pick(['open', 'snoozed', 'done'] as const) },
    { field: 'assignee', op, value: dice.pick(['me', 'nobody', ben.session.agent.id] as const) },
    { field: 'priority', op, value: dice.pick(PRIORITIES) },
    { field: 'channel', op, value: dice.pick(channels) },
    { field: 'adapter', op, value: dice.pick(['echo', 'web-chat', 'nothing']) },
    { field: 'tag', op, value: dice.pick(tags) },
    {
      field: dice.pick([
        'verified',
        'answered',
        'unread',
        'mentioned',
        'followed',
        'draft',
      ] as const),
      ...yes,
    },
    { field: dice.pick(['waiting', 'created', 'last-message'] as const), ...elapsed },
    { field: dice.pick(['created', 'last-message'] as const), ...dated },
    { field: 'subject', ...worded },
    { field: 'preview', ...worded },
  ]);
}

const idsBySql = (filter: Filter, now: number, until?: number) =>
  hub.store.in(actor.workspaceId, async ({ tx, workspaceId }) => {
    const found = await tx.execute<{ id: string }>(sql`select id from conversations
      where workspace_id = ${workspaceId} and ${whereOf(filter, { actor, now, until })}`);
    return found.map(({ id }) => id).sort();
  });

const idsByRows = (filter: Filter, now: number) =>
  rows
    .filter((row) => isIn(filter, row, { me: actor.agentId, now }))
    .map(({ id }) => id)
    .sort();

it('the rows differ in everything that can be asked', () => {
  expect(rows).toHaveLength(TALKS);
  const traits = rows.map((row) => [
    row.status,
    row.subject,
    row.tagIds.length,
    row.waitingSince === null,
  ]);
  expect(new Set(traits.map(String)).size).toBeGreaterThan(20);
  for (const has of [
    (row: OwnConversation) => row.contact.verified,
    (row: OwnConversation) => row.hasDraft,
    (row: OwnConversation) => row.mentionSeq > 0,
    (row: OwnConversation) => row.inboundSeq > row.readSeq,
  ]) {
    expect(rows.filter(has).length).toBeGreaterThan(5);
    expect(rows.filter(has).length).toBeLessThan(TALKS - 5);
  }
});

it(`SQL and screens agree about ${FILTERS} filters at the very moments where they turn`, async () => {
  const dice = new Dice(20_260_601);
  const sizes = new Set<number>();
  for (let n = 0; n < FILTERS; n++) {
    const filter = filterIn(dice);
    const expected = idsByRows(filter, NOW);
    expect(await idsBySql(filter, NOW), JSON.stringify(filter)).toEqual(expected);
    const statuses = rows.filter(({ id }) => expected.includes(id)).map(({ status }) => status);
    expect(statusesOf(filter)).toEqual(expect.arrayContaining(statuses));
    sizes.add(expected.length);
  }
  // They were not all empty, nor all of everything.
  expect(sizes.size).toBeGreaterThan(20);
});

it('what is read ahead of time has all that time alone will bring in', async () => {
  const dice = new Dice(99);
  const until = NOW + 25 * MINUTE_MS;
  let more = 0;
  for (let n = 0; n < FILTERS / 4; n++) {
    const filter = filterIn(dice);
    const ahead = await idsBySql(filter, NOW, until);
    for (let now = NOW; now <= until; now += MINUTE_MS) {
      expect(ahead, JSON.stringify(filter)).toEqual(expect.arrayContaining(idsByRows(filter, now)));
    }
    if (ahead.length > idsByRows(filter, NOW).length) more += 1;
  }
  expect(more).toBeGreaterThan(3);
});

it('lists page through a view in its order, and numbers say how many there are', async () => {
  const dice = new Dice(5);
  const filter: Filter = { all: [{ field: 'status', op: 'is', value: 'open' }] };
  const made = await ana.call<SavedView>('POST', '/api/v1/views', {
    name: 'Odd',
    shared: false,
    filter,
  });
  expect(made.status).toBe(201);
  for (let n = 0; n < 25; n++) {
    const asked = { filter: filterIn(dice), order: dice.pick(['waiting', 'newest'] as const) };
    expect((await ana.call('PATCH', `/api/v1/views/${made.body.id}`, asked)).status).toBe(200);
    const now = Date.now();
    const expected = rows
      .filter((row) => isIn(asked.filter, row, { me: actor.agentId, now }))
      .map((row) => ({ id: row.id, place: placeIn(asked.order, row) }))
      .sort((a, b) => a.place - b.place || (a.id < b.id ? -1 : 1))
      .map(({ id }) => id);
    expect(await pagedIds(made.body.id), JSON.stringify(asked)).toEqual(expected);
    const { body } = await ana.call<ViewSize>('POST', '/api/v1/views/sizes', {
      filter: asked.filter,
    });
    expect(body.count).toBe(expected.length);
  }
});

async function pagedIds(id: string): Promise<string[]> {
  const ids: string[] = [];
  let cursor = '';
  do {
    const path = `/api/v1/conversations?view=saved:${id}&limit=7${cursor}`;
    const { body } = await ana.call<{ data: OwnConversation[]; next: string | null }>('GET', path);
    ids.push(...body.data.map((row) => row.id));
    cursor = body.next === null ? '' : `&cursor=${body.next}`;
  } while (cursor);
  return ids;
}
