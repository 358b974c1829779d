/** Two conversations of one person become one, and two again: also after further work, with nothing lost on the way. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type {
  Conversation,
  Counts,
  MergedConversation,
  OwnConversation,
} from '../../server/wire/conversations.ts';
import type { ConversationEvent, EventPage } from '../../server/wire/events.ts';
import type { Tag } from '../../server/wire/tags.ts';
import { postEcho } from '../support/echo.ts';
import type { TestHub } from '../support/hub.ts';
import { openOffice } from '../support/office.ts';
import {
  type Agent,
  Caller,
  connectEcho,
  foundAnother,
  inboxOf,
  tokenOf,
} from '../support/people.ts';
import { dialAgent } from '../support/sockets.ts';
import { until } from '../support/until.ts';

const SECRET = 'the secret of the twofold channel';
const TOMORROW = new Date(Date.now() + 86_400_000).toISOString();

let hub: TestHub;
let ana: Agent;
let ben: Agent;
let channelId: string;
let person = 0;
/** The first of their conversations, and the second. */
let one: OwnConversation;
let two: OwnConversation;

beforeAll(async () => {
  ({ hub, ana, ben } = await openOffice());
  channelId = (await connectEcho(ana, SECRET)).id;
});
afterAll(() => hub.close());

/** They have spoken on both lines, in turns. */
beforeEach(async () => {
  person += 1;
  await says('one', 'One 1');
  await says('two', 'Two 1');
  await says('one', 'One 2');
  await says('two', 'Two 2');
  one = await talkSaying('One 2');
  two = await talkSaying('Two 2');
});

const says = (line: string, text: string) =>
  postEcho(hub, channelId, SECRET, {
    id: `${person}-${text}`,
    from: `twofold-${person}`,
    thread: `${person}-${line}`,
    text: `${text} of ${person}`,
  });

async function talkSaying(text: string): Promise<OwnConversation> {
  const row = (await inboxOf(ana, 'all')).find(({ preview }) => preview === `${text} of ${person}`);
  if (!row) throw new Error(`nobody says ${text}`);
  return row;
}

const now = async (id: string, agent = ana) =>
  (await agent.call<OwnConversation>('GET', `/api/v1/conversations/${id}`)).body;
const at = (id: string) => `/api/v1/conversations/${id}`;
const change = (id: string, wanted: object) => ana.call('PATCH', at(id), wanted);
const read = async (agent: Agent, id: string) =>
  agent.call('PUT', `${at(id)}/read`, { seq: (await now(id)).seq });

let written = 0;
async function write(id: string, kind: 'reply' | 'note', text: string, threadId?: string) {
  written += 1;
  const body = { key: `merging-${written}`, kind, text, ...(threadId && { threadId }) };
  return ana.call<{ code?: string }>('POST', `${at(id)}/messages`, body);
}

const merge = (kept = one.id, otherId = two.id, agent: Caller = ana) =>
  agent.call<MergedConversation & { detail: string }>('POST', `${at(kept)}/merges`, { otherId });
const takeApart = (mergeId: string, kept = one.id, agent: Caller = ana) =>
  agent.call<Conversation & { detail: string }>('DELETE', `${at(kept)}/merges/${mergeId}`);

async function mergeId(): Promise<string> {
  const { status, body } = await merge();
  expect(status).toBe(201);
  return body.id;
}

async function lineOf(id: string, limit = 200): Promise<ConversationEvent[]> {
  const { body } = await ana.call<EventPage>('GET', `${at(id)}/line?limit=${limit}`);
  return [...body.data, ...(body.merged ?? [])].sort((a, b) => (a.at < b.at ? -1 : 1));
}

const said = (line: readonly ConversationEvent[]) =>
  line.flatMap((event) => (event.kind === 'message' ? [event.data.message.text] : []));
const texts = (...names: string[]) => names.map((name) => `${name} of ${person}`);

/** All of a conversation that a merge touches, as both agents see it. */
async function standing(id: string) {
  const { seq, updatedAt, ...row } = await now(id);
  const theirs = await now(id, ben);
  const unread = [row, theirs].map(({ inboundSeq, readSeq }) => inboundSeq > readSeq);
  return { row: { ...row, readSeq: 0 }, unread };
}

/** But for the moments of merging themselves. */
const PASSING = new Set(['merged', 'unmerged']);

async function everything() {
  const counts = await Promise.all(
    [ana, ben].map(async (agent) => {
      const { at: moment, ...told } = (await agent.call<Counts>('GET', '/api/v1/views')).body;
      return told;
    }),
  );
  const lines = await Promise.all([one.id, two.id].map((id) => lineOf(id)));
  return {
    counts,
    talks: [await standing(one.id), await standing(two.id)],
    lines: lines.map((line) =>
      line.filter(({ kind }) => !PASSING.has(kind)).map(({ seq, ...event }) => event),
    ),
  };
}

describe('two conversations of one person', () => {
  it('are one: what was said stands in the order of time, in one place', async () => {
    expect(said(await lineOf(one.id))).toEqual(texts('One 1', 'One 2'));
    const { status, body } = await merge();
    expect(status).toBe(201);
    expect(body.conversation).toMatchObject({
      id: one.id,
      mergedIds: [two.id],
      preview: `Two 2 of ${person}`,
    });
    expect(said(await lineOf(one.id))).toEqual(texts('One 1', 'Two 1', 'One 2', 'Two 2'));
    expect(await now(two.id)).toMatchObject({ status: 'merged', mergedInto: one.id });
    const views = await Promise.all(
      ['inbox', 'unassigned', 'done', 'all'].map((view) => inboxOf(ana, view)),
    );
    const ids = views.flat().map(({ id }) => id);
    expect(ids).toContain(one.id);
    expect(ids).not.toContain(two.id);
  });

  it('are read page by page without a hole or a double', async () => {
    await merge();
    const pages: string[][] = [];
    let before = '';
    for (;;) {
      const path = `${at(one.id)}/line?limit=1${before}`;
      const { body } = await ana.call<EventPage>('GET', path);
      const page = [...body.data, ...(body.merged ?? [])].sort((a, b) => (a.at < b.at ? -1 : 1));
      pages.unshift(said(page));
      before = `&before=${body.data[0]?.seq}`;
      if (!body.more) break;
    }
    expect(pages.flat()).toEqual(texts('One 1', 'Two 1', 'One 2', 'Two 2'));
  });

  it('are told of at once, by both logs', async () => {
    const bens = await dialAgent(hub, ben);
    const id = await mergeId();
    await until(async () => bens.of('conversation').length > 1);
    expect(bens.of('conversation')).toMatchObject([
      { conversation: { id: one.id, mergedIds: [two.id] } },
      { conversation: { id: two.id, status: 'merged' } },
    ]);
    bens.close();
    const last = async (talk: string) =>
      (await lineOf(talk)).findLast(({ kind }) => kind === 'merged');
    const told = (way: string, { id: other, number }: OwnConversation) => ({
      actor: { name: 'Ana Alves' },
      data: { mergeId: id, way, conversation: { id: other, number } },
    });
    expect(await last(one.id)).toMatchObject(told('from', two));
    expect(await last(two.id)).toMatchObject(told('into', one));
  });

  it('go on in one: both lines lead there, and are answered from there', async () => {
    await merge();
    await says('two', 'Two 3');
    expect(await now(one.id)).toMatchObject({ preview: `Two 3 of ${person}` });
    expect(said(await lineOf(one.id)).at(-1)).toBe(`Two 3 of ${person}`);
    const { status } = await write(one.id, 'reply', 'Answered');
    expect(status).toBe(201);
    expect(await now(one.id)).toMatchObject({ waitingSince: null });
  });

  it('cost nobody their place by being closed by mistake, whichever they wait in', async () => {
    await write(one.id, 'reply', 'Answered');
    await merge();
    const { waitingSince } = await now(one.id);
    expect(waitingSince).toBe(two.waitingSince);
    await change(one.id, { status: 'done' });
    expect(await now(one.id)).toMatchObject({ waitingSince: null });
    await change(one.id, { status: 'open' });
    expect(await now(one.id)).toMatchObject({ waitingSince });
  });

  it('leave the other to its past: nothing is done in it any more', async () => {
    await merge();
    for (const wanted of [{ status: 'done' }, { assigneeId: ana.session.agent.id }]) {
      expect((await change(two.id, wanted)).status).toBe(409);
    }
    expect((await write(two.id, 'note', 'To nobody')).status).toBe(409);
    expect((await write(two.id, 'reply', 'To nobody')).status).toBe(409);
    const draft = { kind: 'note', text: 'To nobody' };
    expect((await ana.call('PUT', `${at(two.id)}/draft`, draft)).status).toBe(409);
  });

  it('carry along who waits, what was not read, tags, and words nobody has sent', async () => {
    const tag = (await ana.call<Tag>('POST', '/api/v1/tags', { name: `Two ${person}` })).body;
    await change(two.id, { addTagIds: [tag.id] });
    await change(one.id, { status: 'done' });
    await ana.call('PUT', `${at(two.id)}/draft`, { kind: 'reply', text: 'Half a' });
    await read(ana, one.id);
    await read(ben, one.id);
    await read(ben, two.id);
    await merge();
    const [mine, his] = [await now(one.id), await now(one.id, ben)];
    expect(mine).toMatchObject({
      status: 'open',
      waitingSince: two.waitingSince,
      tagIds: [tag.id],
      hasDraft: true,
    });
    expect([mine, his].map(({ inboundSeq, readSeq }) => inboundSeq > readSeq)).toEqual([
      true,
      false,
    ]);
    expect((await now(two.id)).hasDraft).toBe(false);
  });
});

describe('taken apart', () => {
  it('both are exactly what they were: lines, numbers, what is unread and who waits', async () => {
    const tag = (await ana.call<Tag>('POST', '/api/v1/tags', { name: `Apart ${person}` })).body;
    await change(two.id, { addTagIds: [tag.id], assigneeId: ben.session.agent.id });
    await change(one.id, { status: 'snoozed', snoozedUntil: TOMORROW });
    await write(one.id, 'note', 'Before');
    await read(ana, two.id);
    await read(ben, one.id);
    const before = await everything();
    const id = await mergeId();
    expect(await everything()).not.toEqual(before);
    expect((await takeApart(id)).status).toBe(200);
    expect((await now(one.id)).tagIds).toEqual([]);
    const after = await everything();
    // Only that a tag came and went is told.
    expect(after.lines[0]?.filter(({ kind }) => kind === 'tagged')).toHaveLength(2);
    const untold = after.lines.map((line, n) =>
      n === 0 ? line.filter(({ kind }) => kind !== 'tagged') : line,
    );
    expect({ ...after, lines: untold }).toEqual(before);
  });

  it('after further work both have their past; what was said since stays where it was said', async () => {
    await read(ana, one.id);
    const before = await everything();
    const id = await mergeId();
    await says('two', 'Two 3');
    await write(one.id, 'note', 'Looked into it');
    await change(one.id, { assigneeId: ana.session.agent.id });
    await says('one', 'One 3');
    await takeApart(id);
    const after = await everything();
    // The other: as if it had never been merged.
    expect(after.lines[1]).toEqual(before.lines[1]);
    expect(after.talks[1]).toEqual(before.talks[1]);
    // The one: its past and the work.
    expect(said(await lineOf(one.id))).toEqual([
      ...texts('One 1', 'One 2', 'Two 3'),
      'Looked into it',
      ...texts('One 3'),
    ]);
    expect(await now(one.id)).toMatchObject({
      assignee: { name: 'Ana Alves' },
      waitingSince: one.waitingSince,
      mergedIds: [],
    });
    // Both lines lead where they led.
    await says('two', 'Two 4');
    await says('one', 'One 4');
    expect(said(await lineOf(two.id))).toEqual(texts('Two 1', 'Two 2', 'Two 4'));
    expect(said(await lineOf(one.id)).at(-1)).toBe(`One 4 of ${person}`);
  });

  it('whoever was answered meanwhile does not wait', async () => {
    const id = await mergeId();
    await says('two', 'Two 3');
    const { body } = await ana.call<EventPage>('GET', `${at(one.id)}/line`);
    const line = body.data.findLast(({ kind }) => kind === 'message');
    const threadId = line?.kind === 'message' ? line.data.message.threadId : null;
    expect((await write(one.id, 'reply', 'Answered', threadId ?? undefined)).status).toBe(201);
    await takeApart(id);
    expect(await now(two.id)).toMatchObject({ status: 'open', waitingSince: null });
    // Nobody has answered on the line of the one but what was said there since: it is all in its own.
    expect(await now(one.id)).toMatchObject({ status: 'open', waitingSince: null });
  });

  it('what an agent has changed since stays', async () => {
    const id = await mergeId();
    await change(one.id, { status: 'done' });
    await takeApart(id);
    expect(await now(one.id)).toMatchObject({ status: 'done', waitingSince: null });
    expect(await now(two.id)).toMatchObject({ status: 'open', waitingSince: two.waitingSince });
  });

  it('what they have said since is not put away with what was done before', async () => {
    await change(one.id, { status: 'done' });
    const id = await mergeId();
    await says('one', 'One 3');
    await takeApart(id);
    expect((await now(one.id)).status).toBe('open');
    expect((await now(one.id)).waitingSince).not.toBeNull();
  });

  it('a later merge is taken apart first', async () => {
    await says('three', 'Three 1');
    const three = await talkSaying('Three 1');
    const inner = (await merge(two.id, three.id)).body.id;
    const outer = await mergeId();
    expect(said(await lineOf(one.id))).toHaveLength(5);
    expect((await takeApart(inner, two.id)).status).toBe(409);
    expect((await takeApart(outer)).status).toBe(200);
    expect(said(await lineOf(one.id))).toEqual(texts('One 1', 'One 2'));
    expect(said(await lineOf(two.id))).toEqual(texts('Two 1', 'Two 2', 'Three 1'));
    expect((await takeApart(inner, two.id)).status).toBe(200);
    expect(said(await lineOf(two.id))).toEqual(texts('Two 1', 'Two 2'));
    expect((await takeApart(inner, two.id)).status).toBe(404);
  });
});

describe('is refused', () => {
  it('of different people, of the same conversation, of spam, and twice', async () => {
    await postEcho(hub, channelId, SECRET, {
      id: `other-${person}`,
      from: `other-${person}`,
      text: `Other ${person}`,
    });
    const stranger = (await inboxOf(ana)).find(({ preview }) => preview === `Other ${person}`);
    expect((await merge(one.id, stranger?.id)).status).toBe(409);
    expect((await merge(one.id, one.id)).status).toBe(400);
    await change(two.id, { status: 'spam' });
    expect((await merge()).status).toBe(409);
    await change(two.id, { status: 'open' });
    await mergeId();
    expect((await merge()).status).toBe(409);
    expect((await merge(two.id, one.id)).status).toBe(409);
  });

  it('to whoever may only read, and across workspaces', async () => {
    const reader = new Caller(hub, { authorization: `Bearer ${await tokenOf(ana, ['read'])}` });
    expect((await merge(one.id, two.id, reader)).status).toBe(403);
    const otto = await foundAnother(hub, `otto-${person}@example.org`);
    expect((await merge(one.id, two.id, otto)).status).toBe(404);
    const id = await mergeId();
    expect((await takeApart(id, one.id, otto)).status).toBe(404);
    expect((await takeApart(id)).status).toBe(200);
  });

  it('to take contacts apart whose conversations are one', async () => {
    await postEcho(hub, channelId, SECRET, {
      id: `late-${person}`,
      from: `late-${person}`,
      text: `Late ${person}`,
    });
    const late = (await inboxOf(ana)).find(({ preview }) => preview === `Late ${person}`);
    const contact = `/api/v1/contacts/${one.contact.id}/merges`;
    type Contact = { merges: { id: string }[] };
    const joined = await ana.call<Contact>('POST', contact, { otherId: late?.contact.id });
    const id = (await merge(one.id, late?.id)).body.id;
    const undo = `${contact}/${joined.body.merges[0]?.id}`;
    expect((await ana.call('DELETE', undo)).status).toBe(409);
    expect((await takeApart(id)).status).toBe(200);
    expect((await ana.call('DELETE', undo)).status).toBe(200);
  });
});

it('two who merge crosswise at once: one does, the other is told; and no word is lost', async () => {
  const words = ['One 3', 'Two 3', 'One 4', 'Two 4'];
  const [mine, his] = await Promise.all([
    merge(),
    merge(two.id, one.id, ben),
    ...words.map((text) => says(text.startsWith('One') ? 'one' : 'two', text)),
  ]);
  expect([mine.status, his.status].sort()).toEqual([201, 409]);
  const kept = mine.status === 201 ? one : two;
  const all = said(await lineOf(kept.id));
  expect([...all].sort()).toEqual(texts('One 1', 'One 2', ...words, 'Two 1', 'Two 2').sort());
});
