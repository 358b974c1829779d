/** Live sync, as `docs/protocol.md` promises it: nothing missed, nothing twice, nobody reloads. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeByAgent } from '../../server/conversations/work.ts';
import type { Actor } from '../../server/events/actor.ts';
import type {
  Conversation,
  ConversationPage,
  OwnConversation,
} from '../../server/wire/conversations.ts';
import type { ConversationEvent, EventPage } from '../../server/wire/events.ts';
import { AGENT_NAMESPACE } from '../../server/wire/namespaces.ts';
import type { SyncAnswer } from '../../server/wire/sockets.ts';
import { ownerOf } from '../support/database.ts';
import { DeafLine } from '../support/deaf-line.ts';
import { Desk, folded } from '../support/desk.ts';
import { postEcho } from '../support/echo.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import { openOffice } from '../support/office.ts';
import {
  type Agent,
  connectEcho,
  foundAs,
  inboxOf,
  tokenOf,
  type Visitor,
  visit,
  websiteOf,
} from '../support/people.ts';
import { dialAgent } from '../support/sockets.ts';
import { until } from '../support/until.ts';

let hub: TestHub;
let ana: Agent;
let ben: Agent;
let website: string;

beforeAll(async () => {
  ({ hub, ana, ben } = await openOffice());
  website = (await websiteOf(ana)).id;
});

afterAll(() => hub.close());

/** A visitor who has written, and the conversation it made. */
async function talk(text: string): Promise<{ visitor: Visitor; id: string }> {
  const visitor = await visit(hub, website);
  await visitor.says(text);
  const found = (await inboxOf(ana, 'all')).find(({ preview }) => preview === text);
  if (!found) throw new Error('the conversation is not in the inbox');
  return { visitor, id: found.id };
}

const write = (agent: Agent, id: string, kind: 'reply' | 'note', text: string) =>
  agent.call('POST', `/api/v1/conversations/${id}/messages`, {
    key: `key-${Math.random().toString(36).slice(2, 12)}-x`,
    kind,
    text,
  });

const patch = (agent: Agent, id: string, change: object) =>
  agent.call('PATCH', `/api/v1/conversations/${id}`, change);

const eventsOf = async (id: string): Promise<ConversationEvent[]> => {
  const events: ConversationEvent[] = [];
  for (;;) {
    const after = events.at(-1)?.seq ?? 0;
    const address = `/api/v1/conversations/${id}/events?after=${after}&limit=200`;
    const page = (await ana.call<EventPage>('GET', address)).body;
    events.push(...page.data);
    if (!page.more) return events;
  }
};

const actorOf = ({ session: { agent, workspace } }: Agent): Actor => ({
  workspaceId: workspace.id,
  agentId: agent.id,
  name: agent.name,
  role: agent.role,
  locale: agent.locale,
  scopes: ['read', 'write', 'admin'],
  credential: '',
});

/** A row as everybody sees it, without the asking agent's own marks. */
const shared = ({ readSeq, hasDraft, mentionSeq, ...row }: OwnConversation): Conversation => row;

/** Waits until no reply is on its way any more. */
const settled = () =>
  until(async () => {
    const [{ count } = { count: 1 }] = await hub.database.outside.execute<{ count: number }>(
      "select count(*)::int as count from jobs where kind = 'deliver'",
    );
    return count === 0;
  }, 15_000);

async function expectSameAsFresh(desk: Desk): Promise<void> {
  const fresh = new Map((await inboxOf(ana, 'all')).map((row) => [row.id, shared(row)]));
  const held = [...desk.rows.values()].map((row) =>
    'readSeq' in row ? shared(row as OwnConversation) : row,
  );
  expect(new Map(held.map((row) => [row.id, row]))).toEqual(fresh);
  for (const [id, line] of desk.lines) {
    const events = await eventsOf(id);
    expect(line.items.map(({ seq }) => seq)).toEqual(events.map(({ seq }) => seq));
    expect(folded(line.items)).toEqual(folded(events));
  }
}

describe('a screen that catches up', () => {
  it('is told to load everything when it has no cursor, or one that was never this database’s', async () => {
    const tab = await dialAgent(hub, ana);
    const first = await tab.ask<SyncAnswer>('sync', { cursor: null });
    expect(first).toMatchObject({ ok: true, reset: true, conversations: [] });
    await talk('The first here');
    for (const cursor of ['3', '18446744073709551615', '99999999999999999999']) {
      const later = await tab.ask<SyncAnswer>('sync', { cursor });
      expect(later).toMatchObject({ ok: true, reset: true });
    }
    tab.close();
  });

  it('is told exactly what changed since its cursor', async () => {
    const before = await talk('Before the cursor');
    const desk = new Desk(hub, ana);
    await desk.connect();
    expect(desk.reloads).toBe(1);
    // The cursor may trail behind transactions that are still open anywhere in the cluster.
    await until(async () => (await desk.sync()).length === 0);
    const after = await talk('After the cursor');
    const changed = await desk.sync();
    expect(changed.map(({ id }) => id)).toEqual([after.id]);
    expect(desk.rows.has(before.id)).toBe(true);
    expect(desk.reloads).toBe(1);
    desk.live.close();
  });

  it('begins where a list was read, and is told what came after it', async () => {
    const { id } = await talk('In the list');
    const list = () => ana.call<ConversationPage>('GET', '/api/v1/conversations?view=all&limit=1');
    const tab = await dialAgent(hub, ana);
    let cursor: string | null = null;
    const changed = async () => {
      const answer = await tab.ask<SyncAnswer>('sync', { cursor });
      if (!answer.ok || answer.reset) throw new Error('nothing to go on from');
      return answer.conversations.map((row) => row.id);
    };
    await until(async () => {
      cursor = (await list()).body.asOf;
      return (await changed()).length === 0;
    });
    await patch(ana, id, { status: 'done' });
    expect(await changed()).toEqual([id]);
    tab.close();
  });

  it('is told what its agent read elsewhere, and where words were begun; nobody else is', async () => {
    const { id } = await talk('Read on the phone');
    const { id: begun } = await talk('Begun on the phone');
    const desks = [new Desk(hub, ana), new Desk(hub, ben)];
    for (const desk of desks) {
      await desk.connect();
      await until(async () => (await desk.sync()).length === 0);
    }
    await ana.call('PUT', `/api/v1/conversations/${id}/read`, { seq: 1 });
    await ana.call('PUT', `/api/v1/conversations/${begun}/draft`, { kind: 'reply', text: 'Dear' });
    const answers = await Promise.all(
      desks.map(({ live, cursor }) => live.ask<SyncAnswer>('sync', { cursor })),
    );
    expect(answers).toMatchObject([
      { reset: false, conversations: [{ id, readSeq: 1 }], drafts: [begun] },
      { reset: false, conversations: [], drafts: [] },
    ]);
    // Moved once more it is told once more; moved by nobody, no more.
    await until(async () => (await desks[0]?.sync())?.length === 0);
    await ana.call('PUT', `/api/v1/conversations/${id}/read`, { seq: 0 });
    expect((await desks[0]?.sync())?.map((row) => row.readSeq)).toEqual([0]);
    for (const { live } of desks) live.close();
  });

  it('is told what committed late, although later transactions committed before', async () => {
    const late = await talk('Slow to commit');
    const quick = await talk('Quick to commit');
    const desk = new Desk(hub, ana);
    await desk.connect();
    let commit = () => {};
    const held = new Promise<void>((resolve) => {
      commit = resolve;
    });
    let written = () => {};
    const isWritten = new Promise<void>((resolve) => {
      written = resolve;
    });
    const { workspace } = ana.session;
    const slow = hub.store.in(workspace.id, async (scope) => {
      await changeByAgent(scope, actorOf(ana), late.id, { status: 'done' });
      written();
      await held;
    });
    await isWritten;
    await patch(ana, quick.id, { status: 'done' });
    await until(async () => (await desk.sync()).some(({ id }) => id === quick.id));
    const cursor = BigInt(desk.cursor ?? '0');
    desk.live.close();
    commit();
    await slow;
    const xidOf = async (id: string) => {
      const [row] = await hub.database.inWorkspace(workspace.id, (tx) =>
        tx.execute<{ xid: string }>(
          `select max(xid::text::bigint)::text as xid from events where conversation_id = '${id}'`,
        ),
      );
      return BigInt(row?.xid ?? '0');
    };
    const [lateXid, quickXid] = [await xidOf(late.id), await xidOf(quick.id)];
    // Whoever remembers the highest number seen would ask from `quickXid` on and miss it.
    expect(lateXid).toBeLessThan(quickXid);
    expect(cursor).toBeLessThanOrEqual(lateXid);
    await desk.connect();
    expect(desk.rows.get(late.id)?.status).toBe('done');
    expect(desk.reloads).toBe(1);
    desk.live.close();
  });
});

it('a page read while others write holds no step that it does not count: that one comes once more', async () => {
  const { id } = await talk('Read while it is written');
  const ahead: EventPage[] = [];
  let pages = 0;
  let writing = true;
  const read = async () => {
    while (writing) {
      const path = `/api/v1/conversations/${id}/line?limit=200`;
      const { body } = await ben.call<EventPage>('GET', path);
      pages += 1;
      if ((body.data.at(-1)?.seq ?? 0) > body.seq) ahead.push(body);
    }
  };
  const reading = [read(), read(), read()];
  for (let n = 0; n < 60; n++) await write(ana, id, 'note', `Note ${n}`);
  writing = false;
  await Promise.all(reading);
  expect(pages).toBeGreaterThan(30);
  expect(ahead).toEqual([]);
});

describe('a screen that is connected', () => {
  it('hears every step of an opened conversation once, and none is missing in the end', async () => {
    const { visitor, id } = await talk('Everything at once');
    const desk = new Desk(hub, ana);
    await desk.connect();
    await desk.open(id);
    await Promise.all([
      ...Array.from({ length: 8 }, (_, n) => visitor.says(`From outside ${n}`)),
      ...Array.from({ length: 8 }, (_, n) => write(ana, id, 'note', `Note ${n}`)),
      ...Array.from({ length: 8 }, (_, n) => write(ben, id, 'reply', `Reply ${n}`)),
      patch(ben, id, { assigneeId: ben.session.agent.id }),
      patch(ana, id, { priority: 'urgent' }),
    ]);
    await settled();
    const { seq } = (await eventsOf(id)).at(-1) ?? { seq: 0 };
    expect(seq).toBeGreaterThanOrEqual(35);
    const told = () => desk.live.of<ConversationEvent>('event').map((event) => event.seq);
    // Two commits may overtake each other on their way here; the numbers put them in order again.
    await until(() => told().length >= seq - 1);
    expect(told().sort((one, other) => one - other)).toEqual(range(2, seq));
    await until(() => desk.lines.get(id)?.have === seq);
    await expectSameAsFresh(desk);
    desk.live.close();
  });

  it('hears of no conversation it has closed', async () => {
    const { visitor, id } = await talk('Open, then closed');
    const tab = await dialAgent(hub, ana);
    await tab.ask('open', { conversationId: id });
    await visitor.says('Heard');
    await until(() => tab.of('event').length === 1);
    await tab.ask('close', { conversationId: id });
    await visitor.says('Not heard');
    await until(() => tab.of('conversation').length === 2);
    expect(tab.of('event')).toHaveLength(1);
    tab.close();
  });

  it('can hold what it was told against the beat: the counts are equal', async () => {
    const { visitor, id } = await talk('Count with me');
    const desk = new Desk(hub, ana);
    await desk.connect();
    // What was told to earlier connections lies below the cursor we start from.
    await until(async () => (await desk.sync()).length === 0);
    const from = desk.cursor ?? '0';
    await Promise.all([
      visitor.says('One'),
      write(ben, id, 'reply', 'Two, and its state'),
      write(ana, id, 'note', 'Three'),
    ]);
    await patch(ana, id, { status: 'done', assigneeId: ana.session.agent.id });
    await settled();
    await until(async () => (await desk.beat()).changes === 6);
    const { cursor, changes } = await desk.beat();
    await until(() => desk.tally(from, cursor) === changes);
    desk.cursor = cursor;
    expect((await desk.beat()).changes).toBe(0);
    desk.live.close();
  });

  it('is answered a beat with a cursor from the future, and nothing fails', async () => {
    const tab = await dialAgent(hub, ana);
    for (const cursor of ['18446744073709551615', '18446744073709551616', '99999999999999999999']) {
      // One change that nobody was told of: the client syncs, and is told to load everything.
      expect(await tab.ask('beat', { cursor })).toMatchObject({
        ...{ ok: true, changes: 1, restingSince: null },
      });
    }
    tab.close();
  });

  it('keeps read markers and drafts between the tabs of their agent', async () => {
    const { id } = await talk('Mine alone');
    const tabs = await Promise.all([dialAgent(hub, ana), dialAgent(hub, ana), dialAgent(hub, ben)]);
    const [one, two, other] = tabs;
    await ana.call('PUT', `/api/v1/conversations/${id}/read`, { seq: 1 });
    await ana.call('PUT', `/api/v1/conversations/${id}/draft`, { kind: 'note', text: 'Half a' });
    await patch(ana, id, { status: 'done' });
    // The last of the three is for everybody: when it is there, the others would be too.
    await until(() => tabs.every((tab) => tab.of('conversation').length > 0));
    for (const tab of [one, two]) {
      expect(tab.of('read')).toEqual([{ conversationId: id, seq: 1 }]);
      expect(tab.of('draft')).toEqual([{ conversationId: id, kind: 'note', text: 'Half a' }]);
    }
    expect(other.of('read')).toEqual([]);
    expect(other.of('draft')).toEqual([]);
    for (const tab of tabs) tab.close();
  });

  it('hears a contact’s new name on every conversation of the contact', async () => {
    const secret = 'the secret of two threads';
    const echo = await connectEcho(ana, secret);
    const say = (n: number, name: string) =>
      postEcho(hub, echo.id, secret, {
        id: `two-threads-${n}-${name}`,
        from: 'someone with two threads',
        thread: `thread ${n}`,
        name,
        text: `Thread ${n}`,
      });
    await say(1, 'Old Name');
    await say(2, 'Old Name');
    const desk = new Desk(hub, ana);
    await desk.connect();
    await say(2, 'New Name');
    await until(() => {
      const names = [...desk.rows.values()].map(({ contact }) => contact.name);
      return (
        !names.includes('Old Name') && names.filter((name) => name === 'New Name').length === 2
      );
    });
    await expectSameAsFresh(desk);
    desk.live.close();
  });
});

describe('a socket that is cut while much happens', () => {
  it('ends with the same state as a fresh load, without loading everything', async () => {
    const talks = await Promise.all(Array.from({ length: 4 }, (_, n) => talk(`Long talk ${n}`)));
    const desk = new Desk(hub, ana);
    await desk.connect();
    for (const { id } of talks) await desk.open(id);
    await until(() => [...desk.lines.values()].every(({ have }) => have > 0));
    const count = async () =>
      (await Promise.all(talks.map(({ id }) => eventsOf(id)))).flat().length;
    const before = await count();
    desk.live.cut();
    await until(() => !desk.live.connected);

    const me = [ana, ben].map(({ session }) => session.agent.id);
    await Promise.all(
      talks.flatMap(({ visitor, id }) => [
        repeat(25, (n) => visitor.says(`Said ${n}`)),
        repeat(15, (n) => write(ben, id, 'reply', `Answered ${n}`)),
        repeat(15, (n) => write(ana, id, 'note', `Noted ${n}`)),
        // Two steps each.
        repeat(95, (n) =>
          patch(ben, id, { status: n % 2 ? 'open' : 'done', assigneeId: me[n % 2] ?? null }),
        ),
      ]),
    );
    await settled();
    expect((await count()) - before).toBeGreaterThanOrEqual(1_000);

    await desk.connect();
    await until(async () => {
      const fresh = await inboxOf(ana, 'all');
      return fresh.every(({ id, seq }) => (desk.lines.get(id)?.have ?? seq) === seq);
    });
    await expectSameAsFresh(desk);
    expect(desk.reloads).toBe(1);
    desk.live.close();
  });
});

describe('a screen that stops reading', () => {
  it('is cut off instead of filling our memory, and nobody else waits for it', async () => {
    const { id } = await talk('Too much to read');
    const token = await tokenOf(ana, ['read']);
    const deaf = await DeafLine.join(hub, AGENT_NAMESPACE, { token });
    await deaf.ask(AGENT_NAMESPACE, `["open",{"conversationId":"${id}"}]`);
    const reader = await dialAgent(hub, ben);
    await reader.ask('open', { conversationId: id });
    deaf.stopReading();
    // Sixteen megabytes: more than the system itself keeps for a connection.
    const long = '🎈'.repeat(50_000);
    for (let n = 0; n < 80; n++) await write(ana, id, 'note', long);
    await until(() => reader.of('event').length === 80);
    expect(reader.connected).toBe(true);
    const { bytes } = await deaf.readToTheEnd();
    expect(bytes).toBeGreaterThan(200_000);
    expect(bytes).toBeLessThan(13_000_000);
    reader.close();
  }, 60_000);

  it('O10: holds up no stop: others are told to come back, and the server ends', async () => {
    const ending = await startHub();
    const admin = await foundAs(ending);
    const reader = await dialAgent(ending, admin);
    const token = await tokenOf(admin, ['read']);
    const deaf = await DeafLine.join(ending, AGENT_NAMESPACE, { token });
    deaf.stopReading();
    const started = performance.now();
    await ending.close();
    expect(performance.now() - started).toBeLessThan(5_000);
    await until(() => !reader.connected);
    expect(reader.of('goodbye')).toEqual([{ within: 15_000 }]);
    await deaf.readToTheEnd();
  });
});

describe('a screen that was away for long', () => {
  it('is told to load everything when more changed than a list holds', async () => {
    const { id } = await talk('The first of many');
    const desk = new Desk(hub, ana);
    await desk.connect();
    await until(async () => (await desk.sync()).length === 0);
    desk.live.cut();
    const owner = ownerOf(hub);
    // As many conversations as a busy week makes, in one statement.
    await owner`insert into conversations (workspace_id, id, number, contact_id, channel_id, rank)
      select workspace_id, gen_random_uuid(), 10000 + n, contact_id, channel_id, rank
      from conversations, generate_series(1, 301) n where id = ${id}`;
    await owner`insert into events (workspace_id, conversation_id, seq, kind, actor, data)
      select workspace_id, id, 1, 'status', 'system', '{}' from conversations where number > 10000`;
    await owner.end();
    const before = desk.reloads;
    await desk.connect();
    expect(desk.reloads).toBe(before + 1);
    desk.live.close();
  });
});

const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, n) => from + n);

async function repeat(times: number, act: (n: number) => Promise<unknown>): Promise<void> {
  for (let n = 0; n < times; n++) await act(n);
}
