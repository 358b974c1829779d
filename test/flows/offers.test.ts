/** What agents offer to be pressed instead of written, by the API, and what visitors take of it: each once. */
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EventPage } from '../../server/wire/events.ts';
import type { Message } from '../../server/wire/messages.ts';
import type { Problem } from '../../server/wire/shapes.ts';
import type { VisitorLine, VisitorMessage } from '../../server/wire/visitor.ts';
import { postEcho } from '../support/echo.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import {
  Caller,
  connectEcho,
  foundAs,
  inboxOf,
  tokenOf,
  type Visitor,
  visit,
  websiteOf,
} from '../support/people.ts';
import { uploadAs } from '../support/workspace.ts';

let hub: TestHub;
let ana: Awaited<ReturnType<typeof foundAs>>;
let script: Caller;
let website: string;

beforeAll(async () => {
  hub = await startHub();
  ana = await foundAs(hub);
  website = (await websiteOf(ana)).id;
  script = new Caller(hub, { authorization: `Bearer ${await tokenOf(ana, ['read', 'write'])}` });
});

afterAll(() => hub.close());

const SECRET = 'echo secret of the tests';
let asked = 0;

/** Somebody who has written, and how to answer them. */
async function talk(text: string) {
  const visitor = await visit(hub, website);
  await visitor.says(text);
  const found = (await inboxOf(ana, 'all')).find(({ preview }) => preview === text);
  if (!found) throw new Error('the conversation is not in the inbox');
  const path = `/api/v1/conversations/${found.id}`;
  const offer = (content: object, more: object = {}) =>
    script.call<Message & Problem>('POST', `${path}/messages`, {
      ...{ key: `script-${++asked}-key`, kind: 'reply', text: 'What shall we do?', content },
      ...more,
    });
  return { visitor, path, offer };
}

const DEEDS = { kind: 'choices', choices: ['Send it again', 'Give it back'] };

const press = (visitor: Visitor, of: string, choice: number, more: object = {}) =>
  visitor.call<VisitorMessage & Problem>('POST', visitor.at('messages'), {
    ...{ key: of, text: '', response: { kind: 'chosen', of, choice } },
    ...more,
  });

async function lineOf(visitor: Visitor): Promise<VisitorMessage[]> {
  return (await visitor.call<VisitorLine>('GET', visitor.at('messages'))).body.data;
}

describe('choices', () => {
  it('come with an answer, and what is pressed is what the visitor says, whatever the browser claims', async () => {
    const { visitor, path, offer } = await talk('It came broken');
    const sent = await offer(DEEDS);
    expect(sent).toMatchObject({ status: 201, body: { content: DEEDS } });
    const { id } = sent.body;
    expect((await lineOf(visitor)).at(-1)).toMatchObject({ id, content: DEEDS });
    const pressed = await press(visitor, id, 1, { text: 'Give me money' });
    expect(pressed).toMatchObject({ status: 201, body: { key: id, text: 'Give it back' } });
    const { body } = await script.call<EventPage>('GET', `${path}/line`);
    const said = body.data.map(({ data }) => 'message' in data && data.message);
    expect(said.at(-1)).toMatchObject({
      ...{ direction: 'in', text: 'Give it back' },
      content: { kind: 'chosen', of: id, choice: 1 },
    });
  });

  it('are taken once: from another tab, at the same time or later, as something else or again', async () => {
    const { visitor, offer } = await talk('Still broken');
    const { id } = (await offer(DEEDS)).body;
    const both = await Promise.all([press(visitor, id, 0), press(visitor, id, 1)]);
    const later = await press(visitor, id, 1);
    const answers = [...both, later];
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect((await lineOf(visitor)).filter(({ key }) => key === id)).toHaveLength(1);
  });

  it('are nobody else’s, and no others than were offered', async () => {
    const { visitor, offer } = await talk('Mine is broken, too');
    const stranger = await talk('I only look');
    const { id } = (await offer(DEEDS)).body;
    const plain = (await offer(DEEDS, { content: undefined })).body;
    const strange = await press(stranger.visitor, id, 0);
    expect([strange.status, strange.body.code]).toEqual([404, 'not_found']);
    expect((await press(visitor, plain.id, 0)).status).toBe(404);
    expect((await press(visitor, '019a9f10-0000-7000-8000-000000000004', 0)).status).toBe(404);
    const refused = await press(visitor, id, 2);
    expect([refused.status, refused.body.code]).toEqual([400, 'invalid']);
    expect(refused.body.detail).toContain('does not offer');
    expect((await press(visitor, id, 0, { key: 'another-key' })).status).toBe(400);
    const odd = { response: { kind: 'chosen', of: id, choice: 0, more: 1 } };
    expect((await press(visitor, id, 0, odd)).status).toBe(400);
    expect((await lineOf(visitor)).map(({ direction }) => direction)).toEqual(['in', 'out', 'out']);
  });

  it('are gone with a message that was taken back', async () => {
    const { visitor, path, offer } = await talk('Broken again');
    const { id } = (await offer(DEEDS)).body;
    const takeBack = () => script.call('DELETE', `${path}/messages/${id}`);
    // Not before it has gone.
    await expect.poll(async () => (await takeBack()).status).toBeLessThan(300);
    await expect.poll(async () => (await lineOf(visitor)).at(-1)).toMatchObject({ deleted: true });
    expect((await lineOf(visitor)).at(-1)).not.toHaveProperty('content');
    expect((await press(visitor, id, 0)).status).toBe(404);
  });

  it('are refused where they make no sense, or come twice under one key', async () => {
    const { path, offer } = await talk('And now?');
    for (const choices of [[], ['Yes', ' Yes '], ['x'.repeat(26)], [' '], Array(11).fill('x')]) {
      expect((await offer({ kind: 'choices', choices })).status, String(choices)).toBe(400);
    }
    expect((await offer(DEEDS, { text: ' ' })).body.detail).toBe('text: say what it is about.');
    expect((await offer(DEEDS, { kind: 'note' })).status).toBe(400);
    const key = 'the-same-key-1';
    expect((await offer(DEEDS, { key })).status).toBe(201);
    expect((await offer(DEEDS, { key })).status).toBe(201);
    expect((await offer({ ...DEEDS, choices: ['Other'] }, { key })).body.code).toBe('key_reused');
    const { body } = await script.call<{ data: Message[] }>('GET', `${path}/messages`);
    expect(body.data).toHaveLength(2);
  });

  it('are refused in words where the channel shows none', async () => {
    const echo = await connectEcho(ana, SECRET);
    await postEcho(hub, echo.id, SECRET, { id: 'e-1', from: 'tom', text: 'By echo' });
    const found = (await inboxOf(ana, 'all')).find(({ preview }) => preview === 'By echo');
    const path = `/api/v1/conversations/${found?.id}/messages`;
    const reply = { key: 'to-the-echo-1', kind: 'reply', text: 'What shall we do?' };
    const refused = await script.call<Problem>('POST', path, { ...reply, content: DEEDS });
    expect(refused).toMatchObject({ status: 400, body: { code: 'invalid' } });
    expect(refused.body.detail).toBe('This channel shows no choices.');
    expect((await script.call('POST', path, reply)).status).toBe(201);
  });
});

const CITIES = {
  kind: 'cards',
  cards: [
    {
      ...{ title: 'Rome', text: 'Three nights', picture: 0 },
      buttons: [{ label: 'See it', url: 'https://example.com/rome' }, { label: 'Tell me more' }],
    },
    { title: 'Porto', buttons: [{ label: 'Tell me more' }] },
  ],
};

const png = () => {
  const create = { width: 40, height: 30, channels: 3, background: '#c96' } as const;
  return sharp({ create }).png().toBuffer();
};

const withoutPicture = {
  ...CITIES,
  cards: CITIES.cards.map(({ title, buttons }) => ({ title, buttons })),
};

/** A button of a card, under the key it has. */
const pressOn = (visitor: Visitor, of: string, card: number, choice: number) =>
  press(visitor, of, choice, {
    key: `${of}-${card}-${choice}`,
    response: { kind: 'chosen', of, card, choice },
  });

describe('cards', () => {
  it('show pictures that came with the message, to the visitor of that line alone', async () => {
    const { visitor, offer } = await talk('Where to?');
    const picture = await uploadAs(ana, '/api/v1/attachments', 'rome.png', await png());
    const sent = await offer(CITIES, { attachments: [picture] });
    expect(sent).toMatchObject({ status: 201, body: { content: CITIES } });
    const shown = (await lineOf(visitor)).at(-1);
    expect(shown).toMatchObject({ attachments: [] });
    const file = shown?.content?.kind === 'cards' ? shown.content.cards[0]?.picture : undefined;
    expect(file).toBe(sent.body.attachments[0]?.id);
    const seen = (who: Visitor) => who.call('GET', who.at(`attachments/${file}/preview`));
    expect((await seen(visitor)).status).toBe(200);
    const stranger = await talk('And where do others go?');
    expect((await seen(stranger.visitor)).status).toBe(404);
  });

  it('are answered by their buttons, each once, with what they are about', async () => {
    const { visitor, path, offer } = await talk('Where else?');
    const { id } = (await offer(withoutPicture)).body;
    const first = await pressOn(visitor, id, 0, 1);
    expect(first).toMatchObject({ status: 201, body: { text: 'Rome: Tell me more' } });
    expect((await pressOn(visitor, id, 0, 1)).body.id).toBe(first.body.id);
    expect((await pressOn(visitor, id, 1, 0)).body.text).toBe('Porto: Tell me more');
    const link = await pressOn(visitor, id, 0, 0);
    expect([link.status, link.body.code]).toEqual([400, 'invalid']);
    expect((await pressOn(visitor, id, 2, 0)).status).toBe(400);
    expect((await press(visitor, id, 1)).status).toBe(400);
    const { body } = await script.call<{ data: Message[] }>('GET', `${path}/messages`);
    expect(body.data.map(({ content }) => content?.kind)).toEqual([
      ...[undefined, 'cards', 'chosen', 'chosen'],
    ]);
  });

  it('are refused with what is no picture, leads nowhere safe, or is too much', async () => {
    const { offer } = await talk('And how?');
    const text = await uploadAs(ana, '/api/v1/attachments', 'rome.txt', 'Rome');
    expect((await offer(CITIES)).status).toBe(400);
    expect((await offer(CITIES, { attachments: [text] })).status).toBe(400);
    const one = (card: object) => offer({ kind: 'cards', cards: [{ title: 'Rome', ...card }] });
    for (const url of ['http://example.com', 'javascript:alert(1)', 'https://', 'https://[']) {
      expect((await one({ buttons: [{ label: 'Go', url }] })).status, url).toBe(400);
    }
    expect((await one({ picture: 'https://example.com/a.png' })).status).toBe(400);
    expect((await one({ buttons: Array(4).fill({ label: 'Go' }) })).status).toBe(400);
    const many = { kind: 'cards', cards: Array(11).fill({ title: 'Rome' }) };
    expect((await offer(many)).status).toBe(400);
    expect((await one({})).status).toBe(201);
  });
});

const RETURN = {
  kind: 'form',
  fields: [
    { id: 'order', kind: 'text', label: 'Which order?', required: true },
    { id: 'size', kind: 'choice', label: 'Size', required: false, choices: ['S', 'L'] },
    { id: 'terms', kind: 'consent', label: 'It was not worn.', required: true, version: '3' },
  ],
};

describe('forms', () => {
  const fill = (visitor: Visitor, of: string, given: object) =>
    press(visitor, of, 0, { response: { kind: 'filled', of, given } });

  it('come back filled in as one message, once, with what was asked then', async () => {
    const { visitor, path, offer } = await talk('I want to return it');
    const { id } = (await offer(RETURN)).body;
    expect((await lineOf(visitor)).at(-1)).toMatchObject({ id, content: RETURN });
    const given = { order: ' 1042 ', size: 'L', terms: '3', unasked: 'x' };
    const text = 'Which order? 1042\nSize: L\nIt was not worn.';
    const filled = await fill(visitor, id, given);
    expect(filled).toMatchObject({ status: 201, body: { key: id, text } });
    const again = await fill(visitor, id, { order: '7', terms: '3' });
    expect(again.body).toMatchObject({ id: filled.body.id, text });
    const { body } = await script.call<{ data: Message[] }>('GET', `${path}/messages`);
    expect(body.data).toHaveLength(3);
    expect(body.data.at(-1)?.content).toEqual({
      ...{ kind: 'filled', of: id },
      answers: [
        { kind: 'text', label: 'Which order?', value: '1042' },
        { kind: 'choice', label: 'Size', value: 'L' },
        { kind: 'consent', label: 'It was not worn.', value: '3' },
      ],
    });
  });

  it('are refused while something that is needed is missing, and where they ask nothing', async () => {
    const { visitor, offer } = await talk('I want to return this, too');
    const { id } = (await offer(RETURN)).body;
    for (const given of [
      {},
      { order: '1042' },
      { order: '1042', terms: '2' },
      { order: '1', terms: '3', size: 'XXL' },
    ]) {
      expect((await fill(visitor, id, given)).body.code, JSON.stringify(given)).toBe('invalid');
    }
    expect((await press(visitor, id, 0)).status).toBe(400);
    expect((await lineOf(visitor)).map(({ direction }) => direction)).toEqual(['in', 'out']);
    const [order] = RETURN.fields;
    for (const fields of [[], [order, order], [{ ...order, label: ' ' }]]) {
      expect((await offer({ kind: 'form', fields })).status).toBe(400);
    }
  });
});
