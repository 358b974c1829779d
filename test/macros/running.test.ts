/** Macros run: all of it in one go, or nothing, once, and taken back as one. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Draft, OwnConversation } from '../../server/wire/conversations.ts';
import type { EventPage } from '../../server/wire/events.ts';
import type { Macro, MacroAction, MacroOutcome } from '../../server/wire/macros.ts';
import type { Message, Untaken } from '../../server/wire/messages.ts';
import type { Tag } from '../../server/wire/tags.ts';
import { postEcho } from '../support/echo.ts';
import type { TestHub } from '../support/hub.ts';
import { openOffice } from '../support/office.ts';
import { type Agent, connectEcho, foundAnother, inboxOf, join } from '../support/people.ts';
import { dialAgent } from '../support/sockets.ts';
import { until } from '../support/until.ts';

const SECRET = 'the secret of the channel with macros';
const NOWHERE = '0190a0a0-0000-7000-8000-000000000000';

let hub: TestHub;
let ana: Agent;
let ben: Agent;
let channel: string;
let tag: Tag;
let talk: OwnConversation;
let count = 0;

beforeAll(async () => {
  ({ hub, ana, ben } = await openOffice());
  channel = (await connectEcho(ana, SECRET)).id;
  tag = (await ana.call<Tag>('POST', '/api/v1/tags', { name: 'Refund' })).body;
});
afterAll(() => hub.close());

beforeEach(async () => {
  talk = await begin();
});

async function begin(): Promise<OwnConversation> {
  const from = `Ida Iven ${++count}`;
  const said = { id: `macro-${count}`, from, name: from, text: 'Where is my parcel?' };
  expect((await postEcho(hub, channel, SECRET, said)).status).toBe(200);
  const found = (await inboxOf(ana, 'all')).find(({ contact }) => contact.name === from);
  if (!found) throw new Error(`${from} has no conversation`);
  return found;
}

async function macro(...actions: MacroAction[]): Promise<string> {
  const body = { name: `Macro ${++count}`, actions, shared: true };
  const { status, body: made } = await ana.call<Macro>('POST', '/api/v1/macros', body);
  expect(status).toBe(201);
  return made.id;
}

type Ran = { status: number; body: MacroOutcome & Untaken };
type On = { id: string; seenSeq?: number };

const run = (agent: Agent, id: string, on: readonly On[], more: object = {}): Promise<Ran> =>
  agent.call('POST', `/api/v1/macros/${id}/runs`, {
    key: `macro-run-${++count}`,
    conversations: on.map(({ id: one, seenSeq }) => ({
      id: one,
      ...(seenSeq !== undefined && { seenSeq }),
    })),
    ...more,
  });
const on = ({ id }: OwnConversation): On => ({ id });

const takeBack = (agent: Agent, key: string): Promise<Ran> =>
  agent.call('POST', `/api/v1/macro-runs/${key}/reversal`, {});

const now = async ({ id }: OwnConversation): Promise<OwnConversation> =>
  (await ana.call<OwnConversation>('GET', `/api/v1/conversations/${id}`)).body;

const logOf = async ({ id }: OwnConversation, after = 1) =>
  (await ana.call<EventPage>('GET', `/api/v1/conversations/${id}/events?after=${after}`)).body.data;

const kindsOf = async (one: OwnConversation) =>
  (await logOf(one)).map(({ kind }) => kind).filter((kind) => kind !== 'message-state');

const said = async ({ id }: OwnConversation): Promise<string[]> => {
  const path = `/api/v1/conversations/${id}/messages`;
  const { data } = (await ana.call<{ data: Message[] }>('GET', path)).body;
  return data.map(({ direction, text }) => `${direction} ${text}`);
};

/** What has to be as it was. */
const placeOf = (row: OwnConversation) => {
  const { status, assignee, priority, tagIds, waitingSince, preview, lastMessageAt } = row;
  return { status, assignee, priority, tagIds, waitingSince, preview, lastMessageAt };
};

const everything = (): MacroAction[] => [
  { do: 'note', text: 'Asked by {{contact.name}}' },
  { do: 'assign', to: 'me' },
  { do: 'tag', tagId: tag.id },
  { do: 'priority', priority: 'high' },
  { do: 'status', status: 'done' },
];

describe('a macro', () => {
  it('does all its steps in one go, with its blanks filled in, and everybody hears of it', async () => {
    const id = await macro(
      { do: 'reply', text: 'Hello {{contact.first}}, I am {{agent.first}}.' },
      ...everything(),
    );
    const live = await dialAgent(hub, ben);
    const { status, body } = await run(ana, id, [on(talk)]);
    expect(status).toBe(201);
    expect(body).toMatchObject({ drafts: [], stays: true });
    expect(body.data[0]).toMatchObject({
      status: 'done',
      priority: 'high',
      tagIds: [tag.id],
      assignee: { name: 'Ana Alves' },
      waitingSince: null,
    });
    expect(await said(talk)).toEqual([
      'in Where is my parcel?',
      'out Hello Ida, I am Ana.',
      `note Asked by ${talk.contact.name}`,
    ]);
    expect(await kindsOf(talk)).toEqual([
      'message',
      'message',
      'assigned',
      'tagged',
      'priority',
      'status',
    ]);
    await until(async () => JSON.stringify(live.of('conversation')).includes('"status":"done"'));
    live.close();
  });

  it('snoozes until the moment its words mean for whoever runs it, and not without one', async () => {
    const id = await macro({ do: 'snooze', until: 'tomorrow 9am' });
    expect(await run(ana, id, [on(talk)])).toMatchObject({
      status: 400,
      body: { code: 'invalid' },
    });
    const snoozedUntil = new Date(Date.now() + 86_400_000).toISOString();
    expect((await run(ana, id, [on(talk)], { snoozedUntil })).body.data).toMatchObject([
      { status: 'snoozed', snoozedUntil },
    ]);
  });

  it('leaves what the agent was writing, and lays its own words below', async () => {
    const path = `/api/v1/conversations/${talk.id}`;
    await ana.call('PUT', `${path}/draft`, { kind: 'reply', text: 'Half a' });
    await ana.call('PUT', `${path}/draft`, { kind: 'note', text: 'A thought' });
    const id = await macro({ do: 'note', text: 'Noted' }, { do: 'draft', text: 'Kind regards' });
    const key = `macro-draft-${++count}`;
    const text = 'Half a\n\nKind regards';
    expect((await run(ana, id, [on(talk)], { key })).body.drafts).toEqual([
      { conversationId: talk.id, text },
    ]);
    const drafts = async () =>
      (await ana.call<{ data: Draft[] }>('GET', `${path}/drafts`)).body.data
        .map((draft) => `${draft.kind} ${draft.text}`)
        .sort();
    expect(await drafts()).toEqual(['note A thought', `reply ${text}`]);
    expect((await takeBack(ana, key)).body.drafts).toEqual([
      { conversationId: talk.id, text: 'Half a' },
    ]);
    expect(await drafts()).toEqual(['note A thought', 'reply Half a']);
  });
});

describe('all of it or nothing', () => {
  it('where one step cannot be done, none is', async () => {
    const leaving = await join(hub, ana, `Leaving ${++count}`);
    const gone = leaving.session.agent.id;
    const id = await macro({ do: 'reply', text: 'Never said' }, { do: 'assign', to: gone });
    expect((await ana.call('DELETE', `/api/v1/agents/${gone}`)).status).toBe(204);
    expect((await run(ana, id, [on(talk)])).status).toBe(404);
    expect(await said(talk)).toEqual(['in Where is my parcel?']);
    expect(await now(talk)).toEqual(talk);
  });

  it('an answer with a blank that nothing is known for is not sent', async () => {
    const id = await macro({ do: 'reply', text: 'Your order {{order}}' }, ...everything());
    const { status, body } = await run(ana, id, [on(talk)]);
    expect(status).toBe(400);
    expect(body.detail).toContain('{{order}}');
    expect(await now(talk)).toEqual(talk);
    const known = await macro({ do: 'reply', text: 'Your order {{order|you asked about}}' });
    expect((await run(ana, known, [on(talk)])).status).toBe(201);
    expect(await said(talk)).toContain('out Your order you asked about');
  });

  it('of many, one that cannot be done is named, and nothing is done to the others', async () => {
    const other = await begin();
    const id = await macro(...everything());
    const foreign = await foundAnother(hub);
    expect((await run(foreign, id, [on(talk)])).status).toBe(404);
    expect((await run(ana, id, [on(talk), { id: NOWHERE }])).status).toBe(404);
    expect((await run(ana, id, [on(talk), on(talk)])).status).toBe(400);
    const tooLong = await macro({ do: 'reply', text: 'x'.repeat(5_000) });
    const { status, body } = await run(ana, tooLong, [on(talk), on(other)]);
    expect(status).toBe(400);
    expect(body.detail).toMatch(/^#\d+: /);
    expect([await now(talk), await now(other)]).toEqual([talk, other]);
    expect((await run(ana, id, [on(talk), on(other)])).body.data).toMatchObject([
      { status: 'done' },
      { status: 'done' },
    ]);
  });

  it('one that answers is stopped by what a colleague wrote meanwhile; once read, it runs', async () => {
    const id = await macro({ do: 'reply', text: 'My answer' }, ...everything());
    const seen = { id: talk.id, seenSeq: talk.seq };
    const his = { key: `ben-${++count}-said`, kind: 'reply', text: 'Ben was quicker' };
    await ben.call('POST', `/api/v1/conversations/${talk.id}/messages`, his);
    const before = await now(talk);
    const stopped = await run(ana, id, [seen]);
    expect(stopped).toMatchObject({ status: 409, body: { code: 'unseen' } });
    expect(stopped.body.missed?.map(({ text }) => text)).toEqual(['Ben was quicker']);
    expect(placeOf(await now(talk))).toEqual(placeOf(before));
    expect(await said(talk)).not.toContain('out My answer');
    const { seq } = await now(talk);
    expect((await run(ana, id, [{ ...seen, seenSeq: seq }])).status).toBe(201);
    expect(await said(talk)).toContain('out My answer');
  });
});

describe('the same key', () => {
  it('runs once, also twice at the same time', async () => {
    const id = await macro({ do: 'reply', text: 'Only once' }, ...everything());
    const key = `macro-once-${++count}`;
    const both = await Promise.all([1, 2].map(() => run(ana, id, [on(talk)], { key })));
    expect(both.map(({ status }) => status)).toEqual([201, 201]);
    expect((await run(ana, id, [on(talk)], { key })).status).toBe(201);
    expect((await said(talk)).filter((text) => text === 'out Only once')).toHaveLength(1);
    const other = await macro(...everything());
    expect((await run(ana, other, [on(talk)], { key })).status).toBe(422);
  });
});

describe('taken back', () => {
  it('everything is as it was, in one go, and once', async () => {
    const other = await begin();
    await ana.call('PATCH', `/api/v1/conversations/${other.id}`, {
      addTagIds: [tag.id],
      priority: 'low',
      assigneeId: ben.session.agent.id,
    });
    const before = [await now(talk), await now(other)].map(placeOf);
    const key = `macro-back-${++count}`;
    await run(ana, await macro(...everything()), [on(talk), on(other)], { key });
    expect([await now(talk), await now(other)].map(placeOf)).not.toEqual(before);
    expect((await takeBack(ben, key)).status).toBe(404);
    expect((await takeBack(ana, key)).status).toBe(201);
    expect([await now(talk), await now(other)].map(placeOf)).toEqual(before);
    expect(await said(talk)).toEqual(['in Where is my parcel?', 'note ']);
    const { seq } = await now(talk);
    expect((await takeBack(ana, key)).status).toBe(201);
    expect((await now(talk)).seq).toBe(seq);
  });

  it('leaves what a colleague has changed beside it', async () => {
    const key = `macro-beside-${++count}`;
    const id = await macro({ do: 'priority', priority: 'urgent' });
    await run(ana, id, [on(talk)], { key });
    const assigneeId = ben.session.agent.id;
    await ben.call('PATCH', `/api/v1/conversations/${talk.id}`, { assigneeId });
    await takeBack(ana, key);
    expect(await now(talk)).toMatchObject({ priority: 'normal', assignee: { id: assigneeId } });
  });
});

it('two agents at once, on the same ones in any order, never wait for each other for ever', async () => {
  const talks = [talk, await begin(), await begin(), await begin()].map(on);
  const id = await macro({ do: 'reply', text: 'Both' }, ...everything());
  const rounds = Array.from({ length: 6 }, (_, n) =>
    n % 2 === 0 ? run(ana, id, talks) : run(ben, id, talks.toReversed()),
  );
  expect((await Promise.all(rounds)).map(({ status }) => status)).toEqual(Array(6).fill(201));
  expect((await said(talk)).filter((text) => text === 'out Both')).toHaveLength(6);
});
