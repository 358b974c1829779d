/** Spam: out of every other view and number, quiet whatever comes next, and back with its place where it was none. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { ChangeOutcome } from '../../server/wire/conversation-changes.ts';
import type { Counts, OwnConversation } from '../../server/wire/conversations.ts';
import type { EventPage } from '../../server/wire/events.ts';
import { postEcho } from '../support/echo.ts';
import type { TestHub } from '../support/hub.ts';
import { openOffice } from '../support/office.ts';
import { type Agent, connectEcho, inboxOf } from '../support/people.ts';
import { dialAgent } from '../support/sockets.ts';
import { until } from '../support/until.ts';

const SECRET = 'the secret of the spammed channel';

let hub: TestHub;
let ana: Agent;
let ben: Agent;
let channelId: string;
let person = 0;
let talk: OwnConversation;

beforeAll(async () => {
  ({ hub, ana, ben } = await openOffice());
  channelId = (await connectEcho(ana, SECRET)).id;
});
afterAll(() => hub.close());

beforeEach(async () => {
  person += 1;
  await says('Buy cheap watches');
  talk = await now();
});

const says = (text: string) =>
  postEcho(hub, channelId, SECRET, { id: `${person}-${text}`, from: `person-${person}`, text });

async function now(): Promise<OwnConversation> {
  const path = `/api/v1/conversations/${person}`;
  return (await ana.call<OwnConversation>('GET', path)).body;
}

const mark = (agent: Agent, status: string, ids = [talk.id]) =>
  agent.call<{ data: ChangeOutcome[] }>('POST', '/api/v1/conversations/changes', {
    changes: ids.map((id) => ({ id, status })),
  });

async function holding(): Promise<string[]> {
  const views = ['inbox', 'mine', 'unassigned', 'waiting', 'snoozed', 'done', 'spam', 'all'];
  const held = await Promise.all(
    [...views, `channel:${channelId}`].map(async (view) =>
      (await inboxOf(ana, view)).some(({ id }) => id === talk.id) ? [view] : [],
    ),
  );
  return held.flat().map((view) => view.replace(channelId, 'its own'));
}

async function countOf(view: string): Promise<number> {
  const { body } = await ana.call<Counts>('GET', '/api/v1/views');
  return body.data.find((one) => one.view === view)?.count ?? -1;
}

it('leaves every other view and number, for everybody at once, with a trace', async () => {
  expect(await holding()).toEqual(['inbox', 'unassigned', 'all', 'channel:its own']);
  const [open, spam] = [await countOf('inbox'), await countOf('spam')];
  const bens = await dialAgent(hub, ben);
  expect((await mark(ana, 'spam')).status).toBe(200);
  await until(async () => bens.of('conversation').length > 0);
  expect(bens.of('conversation')).toMatchObject([{ conversation: { status: 'spam' } }]);
  bens.close();
  expect(await holding()).toEqual(['spam']);
  expect([await countOf('inbox'), await countOf('spam')]).toEqual([open - 1, spam + 1]);
  const path = `/api/v1/conversations/${talk.id}/events?after=${talk.seq}`;
  expect((await ana.call<EventPage>('GET', path)).body.data).toMatchObject([
    { kind: 'status', actor: { name: 'Ana Alves' }, data: { status: 'spam', cause: 'agent' } },
  ]);
  // Once more is no change.
  await mark(ben, 'spam');
  expect((await now()).seq).toBe(talk.seq + 1);
});

it('stays where it is when they write again, and loses nothing of it', async () => {
  await mark(ana, 'spam');
  await says('Even cheaper');
  const after = await now();
  expect(after).toMatchObject({ status: 'spam', waitingSince: null, preview: 'Even cheaper' });
  expect(after.seq).toBe(talk.seq + 2);
  expect(await holding()).toEqual(['spam']);
});

it('that is none comes back, as long waiting as it was', async () => {
  expect(talk.waitingSince).not.toBeNull();
  await mark(ana, 'spam');
  await says('Where is my order?');
  await mark(ben, 'open');
  expect(await now()).toMatchObject({
    status: 'open',
    waitingSince: talk.waitingSince,
    rank: talk.rank,
  });
  await says('Are you there?');
  expect(await holding()).toEqual(['inbox', 'unassigned', 'all', 'channel:its own']);
});

it('goes back to where it was: nobody waits in what was done', async () => {
  await mark(ana, 'done');
  await mark(ana, 'spam');
  expect(await now()).toMatchObject({ status: 'spam', waitingSince: null });
  await mark(ana, 'done');
  expect(await now()).toMatchObject({ status: 'done', waitingSince: null });
});

it('a message that comes in this very moment is in it, and quiet, or wakes it before', async () => {
  const marked = mark(ana, 'spam');
  const said = Promise.all(['One', 'Two', 'Three'].map(says));
  await Promise.all([marked, said]);
  expect(await now()).toMatchObject({ status: 'spam', waitingSince: null, seq: talk.seq + 4 });
});
