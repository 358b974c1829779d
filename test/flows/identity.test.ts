/** V3, V5: who a visitor is. Only the customer's signature says it; what somebody types is never believed. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CreatedChannel } from '../../server/wire/channels.ts';
import type { ContactSummary } from '../../server/wire/contacts.ts';
import type { OwnConversation } from '../../server/wire/conversations.ts';
import type { VisitorLine, VisitorSession } from '../../server/wire/visitor.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import { vouch, type Word } from '../support/jwt.ts';
import {
  type Agent,
  Caller,
  contactOf,
  foundAs,
  inboxOf,
  type Visitor,
  visit,
} from '../support/people.ts';
import { dialVisitor, refusal } from '../support/sockets.ts';
import { until } from '../support/until.ts';
import { uploadAs } from '../support/workspace.ts';

const SECRET = 'only the customer and we know this';

let hub: TestHub;
let ana: Agent;
let website: string;
let other: string;

beforeAll(async () => {
  hub = await startHub();
  ana = await foundAs(hub);
  website = await connect('Website', SECRET);
  other = await connect('Other', 'the secret of the other website');
});

afterAll(() => hub.close());

async function connect(name: string, identitySecret: string): Promise<string> {
  const settings = { identitySecret };
  const body = { adapter: 'web-chat', name, settings };
  return (await ana.call<CreatedChannel>('POST', '/api/v1/channels', body)).body.id;
}

const open = (session: object) =>
  new Caller(hub).call<VisitorSession & { code?: string }>(
    'POST',
    `/widget/v1/${website}/session`,
    session,
  );

/** Somebody signed in on the customer's site. */
const signedIn = async (word: Word, more: object = {}): Promise<Visitor> =>
  visit(hub, website, { jwt: await vouch(website, SECRET, word), ...more });

const lineOf = async (visitor: Visitor): Promise<string[]> => {
  const { body } = await visitor.call<VisitorLine>('GET', visitor.at('messages'));
  return body.data.map(({ text }) => text);
};

async function conversationWith(preview: string): Promise<OwnConversation> {
  const found = (await inboxOf(ana, 'all')).find((one) => one.preview === preview);
  if (!found) throw new Error(`nothing in the inbox says ${preview}`);
  return found;
}

const contacts = async () =>
  (await ana.call<{ data: ContactSummary[] }>('GET', '/api/v1/contacts?limit=200')).body.data;

const reply = (id: string, text: string) =>
  ana.call('POST', `/api/v1/conversations/${id}/messages`, {
    key: `reply-${text.replace(/\W/g, '-')}`,
    kind: 'reply',
    text,
  });

const statusOf = async (visitor: Visitor) =>
  (await visitor.call('GET', visitor.at('messages'))).status;

describe('V3: a signed identity', () => {
  it('is believed when it is right, and refused when anything about it is wrong', async () => {
    const right = await open({ jwt: await vouch(website, SECRET, { name: 'Cleo' }) });
    expect(right).toMatchObject({ status: 201, body: { person: { name: 'Cleo' } } });

    const unsigned = (header: object) => {
      const now = Math.floor(Date.now() / 1000);
      const claims = { sub: 'customer-1', jti: 'none-1', aud: website, iat: now, exp: now + 60 };
      const parts = [header, claims].map((part) =>
        Buffer.from(JSON.stringify(part)).toString('base64url'),
      );
      return `${parts.join('.')}.`;
    };
    const good = await vouch(website, SECRET);
    const [head = '', claims = '', signature = ''] = good.split('.');
    const wrong: Record<string, string> = {
      'another key': await vouch(website, `${SECRET}!`),
      'another website’s key': await vouch(website, 'the secret of the other website'),
      'another website’s word': await vouch(other, 'the secret of the other website'),
      'another audience': await vouch(website, SECRET, { aud: other }),
      'no audience': await vouch(website, SECRET, { aud: '' }),
      expired: await vouch(website, SECRET, { issued: -700, expires: -100 }),
      'without an end': await vouch(website, SECRET, { expires: null }),
      'for more than an hour': await vouch(website, SECRET, { expires: 3_700 }),
      'from the future': await vouch(website, SECRET, { issued: 300 }),
      'without a subject': await vouch(website, SECRET, { sub: '' }),
      'without an id': await vouch(website, SECRET, { jti: '' }),
      'with a subject beyond measure': await vouch(website, SECRET, { sub: 'x'.repeat(300) }),
      'with a NUL in the subject': await vouch(website, SECRET, { sub: 'customer-1\0' }),
      'the algorithm none': unsigned({ alg: 'none' }),
      'the algorithm nOnE': unsigned({ alg: 'nOnE', typ: 'JWT' }),
      'no algorithm': unsigned({}),
      'another algorithm named': `${Buffer.from('{"alg":"HS512"}').toString('base64url')}.${claims}.${signature}`,
      'other claims under the signature': `${head}.${Buffer.from('{"sub":"admin"}').toString('base64url')}.${signature}`,
      'no signature': `${head}.${claims}.`,
      'half of it': good.slice(0, 40),
      'no JWT at all': 'x.y.z',
      'much too long': `${good}${'x'.repeat(3_000)}`,
    };
    const before = await contacts();
    for (const [what, jwt] of Object.entries(wrong)) {
      const refused = await open({ jwt });
      expect(refused.status, what).toBe(401);
      expect(refused.body, what).toMatchObject({ code: 'unknown_visitor' });
    }
    expect(await contacts()).toEqual(before);
    // An empty one is none: it opens what a stranger gets, and nothing of a person's.
    expect(await open({ jwt: '' })).toMatchObject({ status: 201, body: { person: null } });
  });

  it('is the same person with the same history on every device', async () => {
    const phone = await signedIn({ sub: 'two-devices', name: 'Devi' });
    await phone.says('From my phone');
    const laptop = await signedIn({ sub: 'two-devices', name: 'Devi' });
    expect(await lineOf(laptop)).toEqual(['From my phone']);
    const widget = await dialVisitor(hub, phone);
    await laptop.says('From my laptop', { key: 'laptop-key-1' });
    await until(() => widget.of('message').length === 1);
    expect(await lineOf(phone)).toEqual(['From my phone', 'From my laptop']);
    const { contact } = await conversationWith('From my laptop');
    expect(contact).toMatchObject({ name: 'Devi', verified: true });
    widget.close();
  });

  it('is another person for another subject', async () => {
    const one = await signedIn({ sub: 'one-of-two' });
    await one.says('I am one');
    const two = await signedIn({ sub: 'two-of-two' });
    expect(await lineOf(two)).toEqual([]);
    await two.says('I am two');
    const contactIds = [await conversationWith('I am one'), await conversationWith('I am two')];
    expect(new Set(contactIds.map(({ contact }) => contact.id)).size).toBe(2);
  });

  it('is dead after the log-out, with all that was opened under it, and others live on', async () => {
    const jwt = await vouch(website, SECRET, { sub: 'logs-out' });
    const [tab, second] = [await visit(hub, website, { jwt }), await visit(hub, website, { jwt })];
    const elsewhere = await signedIn({ sub: 'logs-out' });
    await tab.says('Before the log-out');
    const lines = [
      await dialVisitor(hub, tab),
      await dialVisitor(hub, second),
      await dialVisitor(hub, elsewhere),
    ];
    await elsewhere.says('Everyone hears this', { key: 'elsewhere-key-1' });
    await until(() => lines.every((line) => line.of('message').length === 1));

    expect((await tab.call('DELETE', tab.at('session'))).status).toBe(204);
    await until(() => !lines[0]?.connected && !lines[1]?.connected, 1_000);
    expect([await statusOf(tab), await statusOf(second), await statusOf(elsewhere)]).toEqual([
      401, 401, 200,
    ]);
    expect(await open({ jwt })).toMatchObject({ status: 401, body: { code: 'unknown_visitor' } });
    expect(await refusal(dialVisitor(hub, second))).toBe('unknown_visitor');
    await elsewhere.says('Only I hear this', { key: 'elsewhere-key-2' });
    await until(() => lines[2]?.of('message').length === 2);
    lines[2]?.close();
  });

  it('ends when its hour ends, on the open line too', async () => {
    const brief = await signedIn({ sub: 'in-a-hurry', expires: 2 });
    await brief.says('Quick, quick');
    const widget = await dialVisitor(hub, brief);
    await brief.says('Heard');
    await until(() => widget.of('message').length === 1);
    await until(() => !widget.connected, 4_000);
    expect(await statusOf(brief)).toBe(401);
    expect(await refusal(dialVisitor(hub, brief))).toBe('unknown_visitor');
  });
});

describe('V3, V5: what somebody only claims', () => {
  it('never finds, joins or changes a person somebody vouched for', async () => {
    const vera = await signedIn({ sub: 'vera', name: 'Vera Verified', email: 'vera@example.com' });
    await vera.says('The real Vera');
    const real = (await conversationWith('The real Vera')).contact;

    const impostor = await visit(hub, website);
    const claims = { name: 'Vera Verified', email: 'vera@example.com' };
    await impostor.says('The false Vera', { claims });
    const { contact } = await conversationWith('The false Vera');
    expect(contact).toMatchObject({ name: 'Vera Verified', verified: false });
    expect(contact.id).not.toBe(real.id);
    expect(await lineOf(impostor)).toEqual(['The false Vera']);
    expect(await lineOf(vera)).toEqual(['The real Vera']);

    // Vera's own widget claims nonsense: what was vouched for stays.
    await vera.says('Under another name?', { claims: { name: 'Mallory', email: 'm@example.com' } });
    expect(await contactOf(ana, real.id)).toMatchObject({
      name: 'Vera Verified',
      claimedEmail: 'vera@example.com',
      verified: true,
    });
  });

  it('is shown as unverified, also when it looks like a verified person’s id', async () => {
    const visitor = await visit(hub, website);
    for (const name of ['u:vera', 'vera', `site-user:${website}:vera`]) {
      await visitor.says(`I am ${name}`, { claims: { name, email: 'vera' } });
      expect((await conversationWith(`I am ${name}`)).contact).toMatchObject({
        name,
        verified: false,
      });
    }
    const refused = await visitor.call('POST', visitor.at('messages'), {
      key: 'claims-more-1',
      text: 'Let me in',
      claims: { name: 'x', verified: true },
    });
    expect(refused.status).toBe(400);
  });
});

describe('logging in', () => {
  it('takes the talk so far along, and the token so far is dead', async () => {
    const before = await visit(hub, website);
    await before.says('Not signed in yet', { claims: { name: 'Somebody' } });
    const unsent = await uploadAs(before, before.at('attachments'), 'kept-for-later.txt');
    const widget = await dialVisitor(hub, before);
    const { id } = await conversationWith('Not signed in yet');

    const after = await signedIn({ sub: 'joins-1', name: 'Jo Joined' }, { token: before.token });
    await until(() => !widget.connected, 1_000);
    expect(await lineOf(after)).toEqual(['Not signed in yet']);
    expect(await statusOf(before)).toBe(401);
    expect(await refusal(dialVisitor(hub, before))).toBe('unknown_visitor');

    // What was uploaded before goes along, too.
    await after.says('Signed in now', { attachments: [unsent] });
    const now = await conversationWith('Signed in now');
    expect(now).toMatchObject({ id, contact: { name: 'Jo Joined', verified: true } });
    await reply(id, 'Welcome, Jo');
    expect(await lineOf(after)).toEqual(['Not signed in yet', 'Signed in now', 'Welcome, Jo']);
  });

  it('joins the talk to the line a person has already, and answers on both sides arrive', async () => {
    const known = await signedIn({ sub: 'joins-2', name: 'Kai Known' });
    await known.says('My old question');
    const old = await conversationWith('My old question');
    await reply(old.id, 'Your old answer');

    const stranger = await visit(hub, website);
    await stranger.says('Asked on a new browser');
    await stranger.says('And once more');
    const fresh = await conversationWith('And once more');
    const after = await signedIn({ sub: 'joins-2' }, { token: stranger.token });
    const line = ['My old question', 'Your old answer', 'Asked on a new browser', 'And once more'];
    expect(await lineOf(after)).toEqual(line);
    expect(await lineOf(known)).toEqual(line);

    const contactIds = (await inboxOf(ana, 'all'))
      .filter(({ id }) => id === old.id || id === fresh.id)
      .map(({ contact }) => contact.id);
    expect(new Set(contactIds)).toEqual(new Set([old.contact.id]));
    const widget = await dialVisitor(hub, after);
    expect((await reply(fresh.id, 'The new answer')).status).toBe(201);
    expect((await reply(old.id, 'The old answer, again')).status).toBe(201);
    await until(() => widget.of('message').length === 2);
    await after.says('I got both', { key: 'after-joining-1' });
    const whole = [...line, 'The new answer', 'The old answer, again', 'I got both'];
    expect(await lineOf(after)).toEqual(whole);
    const { body } = await after.call<VisitorLine>('GET', after.at('messages'));
    expect(body.data.map(({ seq }) => seq)).toEqual(whole.map((_, n) => n + 1));
    expect(body.seq).toBe(whole.length);
    // The talk goes on where it went on last.
    expect((await conversationWith('I got both')).id).toBe(fresh.id);
    widget.close();
  });

  it('takes nothing along that is somebody else’s', async () => {
    const vic = await signedIn({ sub: 'victim', name: 'Vic' });
    await vic.says('Vic’s own words');
    const gone = await visit(hub, website);
    await gone.says('Said before I logged out');
    await gone.call('DELETE', gone.at('session'));
    const foreign = await visit(hub, other);
    await foreign.says('On another website');
    for (const token of [vic.token, gone.token, foreign.token, `${vic.token}x`, 'nonsense']) {
      const thief = await signedIn({ sub: 'thief' }, { token });
      expect(await lineOf(thief)).toEqual([]);
    }
    expect(await lineOf(vic)).toEqual(['Vic’s own words']);
    expect((await conversationWith('Said before I logged out')).contact.verified).toBe(false);
  });

  it('loses no word that is said in the same moment', async () => {
    for (let round = 0; round < 12; round++) {
      const before = await visit(hub, website);
      // Every other time the line exists already.
      if (round % 2) await before.says('Already here');
      const text = `In the same moment ${round}`;
      const say = (who: Visitor) =>
        who.call('POST', who.at('messages'), { key: `same-moment-${round}`, text });
      const [said, after] = await Promise.all([
        say(before),
        signedIn({ sub: `hasty-${round}` }, { token: before.token }),
      ]);
      expect([201, 401]).toContain(said.status);
      // A widget whose token is dead says it again under the new one.
      if (said.status === 401) expect((await say(after)).status).toBe(201);
      expect((await lineOf(after)).filter((one) => one === text)).toEqual([text]);
    }
  });
});
