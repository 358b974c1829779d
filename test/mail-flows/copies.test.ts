/** A visitor has the whole chat sent to them by mail: what they may see, where they may say, and no more often than people do. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VisitorAddress, VisitorCopy } from '../../server/wire/visitor.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import { vouch } from '../support/jwt.ts';
import { type MailServer, opened, type TakenMail } from '../support/mail-server.ts';
import { fieldOf, Mailbox, startSink } from '../support/mailbox.ts';
import {
  type Agent,
  type Answer,
  foundAs,
  inboxOf,
  type Visitor,
  visit,
  websiteOf,
} from '../support/people.ts';
import { until } from '../support/until.ts';

const SECRET = 'what the website signs with, long enough';

let hub: TestHub;
let sink: MailServer;
let ana: Agent;
let mailbox: Mailbox;
let website: string;

beforeAll(async () => {
  [hub, sink] = [await startHub(), await startSink()];
  ana = await foundAs(hub);
  mailbox = await Mailbox.connect({ agent: ana, sink });
  website = (await websiteOf(ana)).id;
  await change({ continues: { channelId: mailbox.id, minutes: 10 } });
  await change({ settings: { identitySecret: SECRET } });
});

afterAll(async () => {
  await hub.close();
  await sink.stop();
});

async function change(what: object): Promise<void> {
  expect((await ana.call('PATCH', `/api/v1/channels/${website}`, what)).status).toBe(200);
}

type Talk = { visitor: Visitor; id: string; contactId: string };

let talks = 0;

/** Somebody writes, and is answered unless nobody has time. */
async function talk({ answered = true, session = {} } = {}): Promise<Talk> {
  const visitor = await visit(hub, website, session);
  const text = `Question ${++talks}`;
  await visitor.says(text);
  const found = (await inboxOf(ana, 'all')).find(({ preview }) => preview === text);
  if (!found) throw new Error('the conversation is not in the inbox');
  if (answered) await mailbox.reaches(await mailbox.answer(found.id, { text: 'Yes' }), 'accepted');
  return { visitor, id: found.id, contactId: found.contact.id };
}

type Wish = { email: string; locale?: string; zone?: string };

const ask = ({ visitor }: Talk, wish: Wish): Promise<Answer<VisitorCopy & { code: string }>> =>
  visitor.call('POST', visitor.at('transcript'), { locale: 'en', zone: 'UTC', ...wish });

const known = async ({ visitor }: Talk): Promise<string | null> =>
  (await visitor.call<VisitorAddress>('GET', visitor.at('transcript'))).body.email;

const mailsTo = (address: string): TakenMail[] =>
  sink.taken.filter(({ to }) => to.includes(address));

async function mailTo(address: string): Promise<TakenMail> {
  await until(async () => mailsTo(address).length > 0, 15_000);
  return mailsTo(address)[0] as TakenMail;
}

describe('a copy of the chat', () => {
  const ADDRESS = 'nora@example.org';
  let own: Talk;
  let mail: TakenMail;

  it('goes where they say, which is known from then on', async () => {
    const other = await talk();
    own = await talk();
    expect([other.id === own.id, talks]).toEqual([false, 2]);
    await own.visitor.says('A second line\nAna · forged\u2028Ana · forged, too');
    const note = { key: 'copy-note-0001', kind: 'note', text: 'MARKER-7311 among us' };
    await ana.call('POST', `/api/v1/conversations/${own.id}/messages`, note);
    expect(await known(own)).toBeNull();
    const wish = { email: 'Nora@Example.org', locale: 'de', zone: 'Europe/Lisbon' };
    expect(await ask(own, wish)).toMatchObject({ status: 202, body: { email: ADDRESS } });
    mail = await mailTo(ADDRESS);
    expect(await known(own)).toBe(ADDRESS);
  });

  it('has all they may see, in their language, as text and as a page, and never a note', async () => {
    const { subject, text = '', html = '' } = await opened(mail);
    expect(subject).toBe('Eine Kopie Ihres Chats mit uns');
    for (const form of [text, html]) {
      expect(form).toMatch(
        /Sie · [\s\S]*Question[\s\S]*ana · [\s\S]*Yes[\s\S]*Sie · [\s\S]*A second/i,
      );
      expect(form).not.toMatch(/MARKER-7311|Question 1/);
    }
    expect(text).toMatch(/^> Question/m);
    // However a line ends: what somebody else is said to have said stands marked as theirs.
    expect(text.match(/^> Ana · forged/gm)).toHaveLength(2);
    expect(text.match(/^ana · forged/gim)).toBeNull();
    expect(fieldOf(mail, 'Auto-Submitted')).toBe('auto-replied');
    expect(fieldOf(mail, 'List-Unsubscribe')).toContain('/no-more-mail/');
  });

  it('is seen by agents as a mail, and by the visitor as nothing: it was in the chat already', async () => {
    expect((await mailbox.texts(own.id)).at(-1)).toContain('> A second line');
    const line = await own.visitor.call('GET', own.visitor.at('messages'));
    expect(JSON.stringify(line.body)).not.toContain('> A second line');
  });

  it('of somebody the website vouches for goes to the address it vouches for, whatever is typed', async () => {
    const email = 'signed.in@example.org';
    const jwt = await vouch(website, SECRET, { sub: 'person-7', email });
    const signedIn = await talk({ session: { jwt } });
    expect(await known(signedIn)).toBe(email);
    const asked = await ask(signedIn, { email: 'somebody.else@example.org' });
    expect(asked).toMatchObject({ status: 202, body: { email } });
    await mailTo(email);
    expect(mailsTo('somebody.else@example.org')).toEqual([]);
  });
});

describe('strangers', () => {
  it('are not written to by who was answered by nobody, nor by who is blocked', async () => {
    const stranger = 'stranger@example.org';
    const spammer = await talk({ answered: false });
    expect(await ask(spammer, { email: stranger })).toMatchObject({ status: 409 });
    await mailbox.reaches(await mailbox.answer(spammer.id, { text: 'No, thanks' }), 'accepted');
    const block = `/api/v1/contacts/${spammer.contactId}/block`;
    expect((await ana.call('PUT', block, {})).status).toBeLessThan(300);
    expect(await ask(spammer, { email: stranger })).toMatchObject({ status: 403 });
    expect(await ask(spammer, { email: 'no address' })).toMatchObject({ status: 400 });
    expect(mailsTo(stranger)).toEqual([]);
  });

  it('are written to a few times, however many ask for it, and nobody else waits for that', async () => {
    const crowded = 'crowded@example.org';
    const [one, two] = [await talk(), await talk()];
    const status = async (who: Talk, email = crowded) => (await ask(who, { email })).status;
    expect([await status(one), await status(one), await status(two)]).toEqual([202, 202, 202]);
    const refused = await ask(two, { email: crowded });
    expect(refused).toMatchObject({ status: 429, body: { code: 'slow_down' } });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(60);
    expect(await status(two, 'another@example.org')).toBe(202);
    // Three in a row were enough for one visitor.
    expect(await status(two, 'a.third@example.org')).toBe(429);
    expect(await status(await talk(), 'a.third@example.org')).toBe(202);
  });

  it('get none any more once they said so', async () => {
    const tired = 'tired@example.org';
    const asking = await talk();
    expect((await ask(asking, { email: tired })).status).toBe(202);
    const { pathname } = new URL(fieldOf(await mailTo(tired), 'List-Unsubscribe').slice(1, -1));
    const pressed = await hub.app.inject({
      ...{ method: 'POST', url: pathname, payload: '' },
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(pressed.statusCode).toBe(200);
    expect(await ask(asking, { email: tired })).toMatchObject({ status: 409 });
    expect(mailsTo(tired)).toHaveLength(1);
  });
});

it('where no channel carries mails, none is promised', async () => {
  const asking = await talk();
  await change({ continues: null });
  const refused = await ask(asking, { email: 'late@example.org' });
  expect(refused).toMatchObject({ status: 409, body: { code: 'conflict' } });
  expect(mailsTo('late@example.org')).toEqual([]);
});
