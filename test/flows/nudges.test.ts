/** What a website says to its visitors by itself: told to their pages, and kept when they answer it, once. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Channel } from '../../server/wire/channels.ts';
import type { ConversationEvent, EventPage } from '../../server/wire/events.ts';
import type { Engagement, Nudge } from '../../server/wire/nudges.ts';
import type { VisitorLine } from '../../server/wire/visitor.ts';
import type { TestHub } from '../support/hub.ts';
import { openWebsite } from '../support/office.ts';
import { type Agent, inboxOf, type Visitor, visit } from '../support/people.ts';

let hub: TestHub;
let ana: Agent;
let website: string;

beforeAll(async () => {
  ({ hub, ana, website } = await openWebsite());
});

afterAll(() => hub.close());

const SHADE = 'Plants for shade? Ask us.';

const nudge = (changed: Partial<Nudge> = {}): Nudge => ({
  ...{ id: 'shade', on: true, text: SHADE, pages: [], seconds: 10, visits: 1, scroll: 0 },
  ...{ attribute: null, open: false, days: null },
  ...changed,
});

const change = (nudges: unknown) =>
  ana.call<Channel>('PATCH', `/api/v1/channels/${website}`, { nudges });

const line = async (visitor: Visitor) =>
  (await visitor.call<VisitorLine>('GET', visitor.at('messages'))).body.data.map(
    ({ direction, text }) => `${direction}: ${text}`,
  );

const messagesOf = async (preview: string) => {
  const found = (await inboxOf(ana, 'all')).find((one) => one.preview === preview);
  const page = await ana.call<EventPage>('GET', `/api/v1/conversations/${found?.id}/line`);
  return page.body.data.flatMap((event: ConversationEvent) =>
    event.kind === 'message' ? [event.data.message] : [],
  );
};

describe('an admin', () => {
  it('writes them down; what makes no sense is refused', async () => {
    for (const wrong of [
      [nudge({ text: '  ' })],
      [nudge(), nudge()],
      [nudge({ visits: 0 })],
      [nudge({ days: 0 })],
      [nudge({ attribute: { name: '__proto__', value: '' } })],
      [nudge({ pages: ['x'.repeat(201)] })],
      Array.from({ length: 21 }, (_, n) => nudge({ id: `n${n}` })),
    ]) {
      expect((await change(wrong)).status).toBe(400);
    }
    const before = await ana.call<Channel>('GET', `/api/v1/channels/${website}`);
    expect(before.body.snippet).not.toContain('engage.js');
    const kept = await change([
      nudge({
        pages: [' https://Shop.example/Plants ', ' '],
        attribute: { name: 'customer-plan', value: ' pro ' },
      }),
      nudge({ id: 'off', on: false }),
    ]);
    expect(kept.body.nudges[0]).toMatchObject({
      pages: ['shop.example/plants'],
      attribute: { name: 'customerPlan', value: 'pro' },
    });
    expect(kept.body.snippet?.split('\n')).toEqual([
      expect.stringContaining('/widget.js"'),
      expect.stringContaining(`/widget/engage.js" data-channel="${website}"`),
    ]);
  });
});

describe('a page of the website', () => {
  it('is told those that are on, may keep that for a while, and is told nothing that others may not know', async () => {
    await change([nudge(), nudge({ id: 'off', on: false, text: 'Not yet' })]);
    const answer = await fetch(`${hub.url}/widget/v1/${website}/engagement`, {
      headers: { origin: 'https://shop.example' },
    });
    const body = (await answer.json()) as Engagement;
    expect(body.nudges.map(({ id }) => id)).toEqual(['shade']);
    expect(Object.keys(body).sort()).toEqual(['accent', 'hours', 'nudges']);
    expect(answer.headers.get('cache-control')).toMatch(/^public, max-age=\d+$/);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
    expect(answer.headers.get('set-cookie')).toBeNull();
  });

  it('that the channel does not list is told nothing', async () => {
    const at = `/api/v1/channels/${website}`;
    await ana.call('PATCH', at, { settings: { allowedOrigins: 'https://other.example' } });
    const ask = (origin: string) =>
      fetch(`${hub.url}/widget/v1/${website}/engagement`, { headers: { origin } });
    const [strange, listed] = [
      await ask('https://shop.example'),
      await ask('https://other.example'),
    ];
    expect([strange.status, listed.status]).toEqual([403, 200]);
    await ana.call('PATCH', at, { settings: { allowedOrigins: '' } });
  });
});

describe('whoever answers one', () => {
  it('has it as the first word on the line, once, however often it is sent', async () => {
    await change([nudge()]);
    const mia = await visit(hub, website);
    const body = { key: 'a-key-of-mia', text: 'Which fern?', nudge: 'shade' };
    const sent = await Promise.all(
      [1, 2, 3, 4].map(() => mia.call('POST', mia.at('messages'), body)),
    );
    expect(sent.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    expect(await line(mia)).toEqual([`out: ${SHADE}`, 'in: Which fern?']);
    await mia.says('And how much water?', { nudge: 'shade' });
    expect(await line(mia)).toHaveLength(3);
    const [first, second] = await messagesOf('And how much water?');
    expect(first).toMatchObject({ direction: 'out', automatic: 'nudge', author: null });
    expect(second).toMatchObject({ direction: 'in', text: 'Which fern?' });
    await mia.says('This one', { quotes: first?.id });
    const quotes = { id: first?.id, automatic: 'nudge', author: null };
    expect((await messagesOf('This one')).at(-1)).toMatchObject({ quotes });
  });

  it('leaves nothing before that, and an unknown one is nobody’s word', async () => {
    const before = await inboxOf(ana, 'all');
    const tom = await visit(hub, website);
    expect(await line(tom)).toEqual([]);
    expect(await inboxOf(ana, 'all')).toEqual(before);
    await tom.says('Hello', { nudge: 'nowhere' });
    expect(await line(tom)).toEqual(['in: Hello']);
    // Nor can a page say what was said: it names one, and the words are the channel's.
    const words = { key: 'a-key-of-tom', text: 'Hm', nudge: 'We give you a refund!' };
    expect((await tom.call('POST', tom.at('messages'), words)).status).toBe(400);
    expect(await line(tom)).toEqual(['in: Hello']);
  });

  it('takes up a talk that was over with it', async () => {
    const nora = await visit(hub, website);
    await nora.says('Thank you');
    await nora.call('POST', nora.at('end'));
    await nora.says('One more thing', { nudge: 'shade' });
    expect(await line(nora)).toEqual(['in: Thank you', `out: ${SHADE}`, 'in: One more thing']);
  });

  it('still gets the automatic answer', async () => {
    await ana.call('PATCH', `/api/v1/channels/${website}`, { autoReply: 'We answer soon.' });
    const ida = await visit(hub, website);
    await ida.says('Is it poisonous?', { nudge: 'shade' });
    expect(await line(ida)).toEqual([
      `out: ${SHADE}`,
      'in: Is it poisonous?',
      'out: We answer soon.',
    ]);
    await ana.call('PATCH', `/api/v1/channels/${website}`, { autoReply: '' });
  });
});
