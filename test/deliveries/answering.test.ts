/** Answers that are written together are what each would have been alone. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Message } from '../../server/wire/messages.ts';
import { declare, declareNothing, Platform } from '../sending/platform.ts';
import { ownerOf } from '../support/database.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import { foundAs, join } from '../support/people.ts';
import { until } from '../support/until.ts';

let hub: TestHub;
let platform: Platform;
let people = 0;

beforeAll(async () => {
  hub = await startHub();
  platform = await Platform.connect(hub, await foundAs(hub));
});
afterAll(() => hub.close());

const begin = () => platform.hears(`Person ${++people}`, `Question ${people}`);
const outIn = async (talk: string): Promise<Message[]> =>
  (await platform.messages(talk)).filter(({ direction }) => direction === 'out');

/** All of them in the same moment. */
const together = <Result>(count: number, act: (n: number) => Promise<Result>): Promise<Result[]> =>
  Promise.all(Array.from({ length: count }, (_, n) => act(n)));

/** How many transactions wrote what is in a conversation's log. */
async function transactions(talks: string[]): Promise<number> {
  const owner = ownerOf(hub);
  const rows = await owner`select distinct xid from events
    where kind = 'message' and actor = 'agent' and conversation_id in ${owner(talks)}`;
  await owner.end();
  return rows.length;
}

it('share their transactions, and each gets its message', async () => {
  const talks = await together(20, begin);
  const answers = await together(20, (n) => platform.answer(talks[n] ?? '', `To ${n}`));
  expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(201));
  expect(answers.map(({ body }) => [body.conversationId, body.text])).toEqual(
    talks.map((talk, n) => [talk, `To ${n}`]),
  );
  expect(await transactions(talks)).toBeLessThan(20);
});

it('look to everybody as one that was written alone', async () => {
  const [one, other] = [await begin(), await begin()];
  await platform.answer(one, 'The same');
  // What asks for a moment is written by itself.
  const alone = await platform.agent.call('POST', `/api/v1/conversations/${other}/messages`, {
    ...{ key: 'written-alone', kind: 'reply', text: 'The same', attachments: [] },
  });
  expect(alone.status).toBe(201);
  await until(async () =>
    (await outIn(one)).concat(await outIn(other)).every(({ state }) => state === 'accepted'),
  );
  const [[first], [second]] = [await outIn(one), await outIn(other)];
  const own = { id: '', conversationId: '', threadId: '', key: '', createdAt: '' };
  expect({ ...first, ...own }).toEqual({ ...second, ...own });
  const row = async (talk: string) =>
    (await platform.agent.call<Record<string, unknown>>('GET', `/api/v1/conversations/${talk}`))
      .body;
  const [left, right] = [await row(one), await row(other)];
  for (const field of [
    'status',
    'seq',
    'inboundSeq',
    'waitingSince',
    'preview',
    'previewDirection',
    'readSeq',
    'hasDraft',
  ]) {
    expect([field, left[field]]).toEqual([field, right[field]]);
  }
});

it('keep their order in a conversation, without a gap, and arrive in it', async () => {
  const talk = await begin();
  for (let n = 0; n < 3; n++) await together(5, (k) => platform.answer(talk, `${n}.${k}`));
  await until(async () => (await outIn(talk)).every(({ state }) => state === 'accepted'), 20_000);
  const said = await platform.messages(talk);
  const seqs = said.map(({ seq }) => seq);
  expect(new Set(seqs).size).toBe(16);
  expect(
    said
      .slice(1)
      .map(({ text }) => text[0])
      .join(''),
  ).toBe('000001111122222');
});

it('are written once for each key, however often and at whatever moment it comes', async () => {
  const talk = await begin();
  const again = { key: 'the-same-key', kind: 'reply', text: 'Once' };
  const path = `/api/v1/conversations/${talk}/messages`;
  const answers = await together(10, () => platform.agent.call<Message>('POST', path, again));
  expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(201));
  expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  expect(await outIn(talk)).toHaveLength(1);
  const other = await platform.agent.call('POST', path, { ...again, text: 'Something else' });
  expect(other).toMatchObject({ status: 422, body: { code: 'key_reused' } });
});

it('are refused one by one: what is wrong with one is no trouble of the others', async () => {
  const talks = await together(4, begin);
  const texts = ['Good', ' ', 'x'.repeat(5_000), 'Good, too'];
  const answers = await together(4, (n) => platform.answer(talks[n] ?? '', texts[n] ?? ''));
  expect(answers.map(({ status }) => status)).toEqual([201, 400, 400, 201]);
  const nowhere = '00000000-0000-4000-8000-000000000000';
  const [missing, fine] = await Promise.all([
    platform.answer(nowhere, 'To nobody'),
    platform.answer(talks[0] ?? '', 'Still here'),
  ]);
  expect([missing?.status, fine?.status]).toEqual([404, 201]);
});

it('are refused when the time to answer is over, with the words of always', async () => {
  const talk = await begin();
  expect((await platform.answer(talk, 'In time')).status).toBe(201);
  declare({ replyWindowHours: 0 });
  const late = await platform.answer(talk, 'Too late');
  declareNothing();
  expect(late.status).toBe(409);
  expect(late.body.detail).toContain('They have to write again first.');
});

it('end what the writer had begun, and count as read by them alone', async () => {
  const talk = await begin();
  const ben = await join(hub, platform.agent, 'Ben Bell');
  const path = `/api/v1/conversations/${talk}`;
  await platform.agent.call('PUT', `${path}/draft`, { kind: 'reply', text: 'Half an answer' });
  await platform.answer(talk, 'All of it');
  const drafts = await platform.agent.call<{ data: unknown[] }>('GET', `${path}/drafts`);
  expect(drafts.body.data).toEqual([]);
  const readBy = async (who: typeof ben) =>
    (await who.call<{ readSeq: number }>('GET', path)).body.readSeq;
  expect([await readBy(platform.agent), await readBy(ben)]).toEqual([2, 0]);
});

it('leave what was begun after them, when the writer says so', async () => {
  const path = `/api/v1/conversations/${await begin()}`;
  const drafts = async () =>
    (await platform.agent.call<{ data: unknown[] }>('GET', `${path}/drafts`)).body.data;
  await platform.agent.call('PUT', `${path}/draft`, { kind: 'reply', text: 'The next one' });
  const message = { key: 'gone-late-1', kind: 'reply', text: 'Gone late', keepsDraft: true };
  expect((await platform.agent.call('POST', `${path}/messages`, message)).status).toBe(201);
  expect(await drafts()).toMatchObject([{ kind: 'reply', text: 'The next one' }]);
});
