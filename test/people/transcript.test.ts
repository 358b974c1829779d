/** A conversation written out: what the customer saw, oldest first; what they never saw only when it is asked for. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startHub, type TestHub } from '../support/hub.ts';
import { type Agent, foundAnother, foundAs, visit, websiteOf } from '../support/people.ts';
import { uploadAs } from '../support/workspace.ts';

let hub: TestHub;
let ana: Agent;
let channelName: string;

beforeAll(async () => {
  hub = await startHub();
  ana = await foundAs(hub);
  const { id, name } = await websiteOf(ana);
  channelName = name;
  const visitor = await visit(hub, id);
  await visitor.says('Where is it?\nI wait.', { claims: { name: 'ida' } });
  const attachment = await uploadAs(ana, '/api/v1/attachments', 'way-bill.txt');
  await write('note', 'She is upset');
  await write('reply', 'On its way', { attachments: [attachment] });
});
afterAll(() => hub.close());

async function write(kind: string, text: string, more: object = {}): Promise<void> {
  const body = { key: `transcript-${kind}`, kind, text, ...more };
  const { status } = await ana.call('POST', '/api/v1/conversations/1/messages', body);
  expect(status).toBe(201);
}

const transcript = (agent: Agent, asked = '') =>
  agent.call<string>('GET', `/api/v1/conversations/1/transcript${asked}`);

const MOMENT = '\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d UTC';

it('tells who said what and when, with files by their names', async () => {
  const { status, headers, body } = await transcript(ana);
  expect(status).toBe(200);
  expect(headers['content-type']).toBe('text/plain; charset=utf-8');
  const lines = [
    `#1 · ida · ${channelName}`,
    '',
    `${MOMENT} · ida`,
    'Where is it\\?',
    'I wait.',
    '',
    `${MOMENT} · Ana Alves`,
    'On its way',
    '\\[way-bill.txt\\]',
    '',
  ];
  expect(body).toMatch(new RegExp(`^${lines.join('\\n')}$`));
});

it('leaves out what the customer never saw, unless it is asked for', async () => {
  expect((await transcript(ana)).body).not.toContain('upset');
  const { body } = await transcript(ana, '?internal=yes');
  expect(body).toMatch(new RegExp(`${MOMENT} · Ana Alves \\(note\\)\\nShe is upset\\n`));
});

it('is nobody’s in another workspace', async () => {
  const otto = await foundAnother(hub);
  expect((await transcript(otto)).status).toBe(404);
});
