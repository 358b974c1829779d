/** What was taken back is as it was before: its files lie ready, and need no second upload. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { Attachment } from '../../server/wire/messages.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import { type Agent, foundAs, join } from '../support/people.ts';
import { until } from '../support/until.ts';
import { declare, declareNothing, Platform } from './platform.ts';

let hub: TestHub;
let platform: Platform;

beforeAll(async () => {
  hub = await startHub();
  platform = await Platform.connect(hub, await foundAs(hub));
});
afterEach(declareNothing);
afterAll(() => hub.close());

async function upload(agent: Agent, content: string): Promise<string> {
  const form = new FormData();
  form.set('file', new Blob([content]), 'plan.txt');
  const url = `${hub.url}/api/v1/attachments`;
  const answer = await fetch(url, { method: 'POST', headers: agent.headers, body: form });
  expect(answer.status).toBe(201);
  return ((await answer.json()) as Attachment).id;
}

it('its files go with the next message, of the same agent only, and only what was taken back', async () => {
  declare({ attachments: { types: ['text/*'], maxBytes: 1_000, maxCount: 50 } });
  const talk = await platform.hears('Una', 'May I see the plan?');
  const id = await upload(platform.agent, 'A plan');
  const sendAt = new Date(Date.now() + 3_600_000).toISOString();
  const attachments = [id];
  const held = await platform.answer(talk, 'Here', { attachments, sendAt });
  expect(held.status).toBe(201);
  // Not while it is to be sent.
  expect((await platform.answer(talk, 'Again', { attachments })).status).toBe(400);
  const path = `/api/v1/conversations/${talk}/messages/${held.body.id}/cancellation`;
  expect((await platform.agent.call('POST', path, {})).status).toBe(201);
  const eve = await join(hub, platform.agent, 'Eve');
  const theirs = { key: 'eve-takes-it', kind: 'reply', text: 'Mine', attachments };
  const messages = `/api/v1/conversations/${talk}/messages`;
  expect((await eve.call('POST', messages, theirs)).status).toBe(400);
  const sent = await platform.answer(talk, 'Here it is', { attachments });
  expect(sent.status).toBe(201);
  const [file] = sent.body.attachments;
  expect(file).toMatchObject({ name: 'plan.txt', size: 6, state: 'ready' });
  const read = await hub.app.inject({ url: file?.url ?? '', headers: platform.agent.headers });
  expect(read.payload).toBe('A plan');
});

it('a channel decides how much it takes: fifty files, and 200,000 characters', async () => {
  declare({
    attachments: { types: ['text/*'], maxBytes: 1_000, maxCount: 50 },
    text: { max: 200_000, countedAs: 'characters' },
  });
  const talk = await platform.hears('Vic', 'And the rest?');
  const ids: string[] = [];
  for (let at = 0; at < 50; at += 1) ids.push(await upload(platform.agent, `Page ${at}`));
  const all = await platform.answer(talk, 'x'.repeat(200_000), { attachments: ids });
  expect(all.status).toBe(201);
  expect(all.body.attachments).toHaveLength(50);
  const state = async () => (await platform.messages(talk)).at(-1)?.state;
  await until(async () => (await state()) === 'accepted');
  declareNothing();
  const refused = await platform.answer(talk, 'x'.repeat(5_000));
  expect(refused).toMatchObject({ status: 400, body: { detail: expect.stringContaining('4096') } });
});
