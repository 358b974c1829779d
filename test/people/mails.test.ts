/** What the installation itself writes to the people who work with it, as their mail programs read it. */
import type { Email } from 'postal-mime';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { IssuedInvitation, Session } from '../../server/wire/people.ts';
import type { SystemReport } from '../../server/wire/system.ts';
import { DEAF_SERVER, startHub, type TestHub } from '../support/hub.ts';
import { type MailServer, opened } from '../support/mail-server.ts';
import { startSink } from '../support/mailbox.ts';
import { type Agent, Caller, foundAs, inboxOf, join, visit, websiteOf } from '../support/people.ts';
import { until } from '../support/until.ts';

let hub: TestHub;
let sink: MailServer;
let ana: Agent;
let stranger: Caller;

beforeAll(async () => {
  sink = await startSink();
  hub = await startHub({ mail: serverAt(sink.port) });
  ana = await foundAs(hub);
  stranger = new Caller(hub);
});
beforeEach(() => {
  sink.taken.length = 0;
});
afterAll(async () => {
  await hub.close();
  await sink.stop();
});

const serverAt = (port: number) => ({
  ...{ host: '127.0.0.1', port, secure: false, login: { user: 'desk', pass: 'secret' } },
  from: 'Interline <desk@example.com>',
});

async function mailTo(address: string): Promise<Email> {
  const found = () => sink.taken.find(({ to }) => to.includes(address));
  await until(() => found() !== undefined, 15_000);
  return opened(found());
}

/** Where the one link of a mail to an open door leads. */
const tokenIn = ({ text }: Email, door: string): string =>
  new RegExp(`/${door}/([\\w-]{43})`).exec(text ?? '')?.[1] ?? 'none';

it('an invitation is mailed where that is wished, and nowhere else', async () => {
  expect((await ana.call('GET', '/api/v1/mail')).body).toEqual({
    from: 'Interline <desk@example.com>',
  });
  const shown = { email: 'shown@example.com', role: 'agent' };
  await ana.call<IssuedInvitation>('POST', '/api/v1/invitations', shown);
  const wanted = { email: 'bo@example.com', role: 'agent', mail: true };
  const { body } = await ana.call<IssuedInvitation>('POST', '/api/v1/invitations', wanted);
  const mail = await mailTo('bo@example.com');
  expect(mail.subject).toContain('Ana Alves');
  expect(mail.text).toContain(body.url);
  expect(mail.html).toContain(`href="${body.url}"`);
  expect(sink.taken.map(({ to }) => to)).toEqual([['bo@example.com']]);
});

describe('a new password', () => {
  const ask = (email: string) => stranger.call('POST', '/api/v1/password-resets', { email });
  const door = (token: string) => `/api/v1/password-resets/by-token/${token}`;
  const fresh = { password: 'another long and quiet river' };
  let token: string;

  it('nobody learns who has an account, and only its owner gets a mail', async () => {
    const unknown = await ask('nobody@example.com');
    const known = await ask('Ana@Example.com');
    expect([known.status, known.body]).toEqual([202, unknown.body]);
    expect(unknown.status).toBe(202);
    token = tokenIn(await mailTo('ana@example.com'), 'reset');
    expect(sink.taken).toHaveLength(1);
    expect((await stranger.call('GET', door(token))).body).toEqual({ email: 'ana@example.com' });
    const rows = await hub.database.outside.execute('select key from directory');
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  it('works once, ends every log-in of before, and begins one', async () => {
    expect((await ana.call('GET', '/api/v1/session')).status).toBe(200);
    const weak = await stranger.call('POST', door(token), { password: 'ana@example.com' });
    expect(weak.status).toBe(400);
    const chosen = await stranger.call<Session>('POST', door(token), fresh);
    expect([chosen.status, chosen.body.agent.email]).toEqual([201, 'ana@example.com']);
    expect((await ana.call('GET', '/api/v1/session')).status).toBe(401);
    expect((await stranger.call('POST', door(token), fresh)).status).toBe(404);
    const { password } = fresh;
    const email = 'ana@example.com';
    const again = await stranger.call('POST', '/api/v1/session', { email, password });
    expect(again.status).toBe(201);
    ana.headers['cookie'] = String(again.headers['set-cookie']).split(';')[0] ?? '';
  });

  it('an hour later the link is dead', async () => {
    await ask('ana@example.com');
    const late = tokenIn(await mailTo('ana@example.com'), 'reset');
    expect((await stranger.call('GET', door(late))).status).toBe(200);
    await inMails("created_at = created_at - interval '61 minutes'");
    expect((await stranger.call('POST', door(late), fresh)).status).toBe(410);
  });

  it('nobody’s mailbox is filled, known or not', async () => {
    for (const email of ['ana@example.com', 'somebody@example.com']) {
      const answers = [];
      for (let n = 0; n < 4; n += 1) answers.push((await ask(email)).status);
      expect(answers.at(-1), email).toBe(429);
    }
  });
});

describe('a digest', () => {
  let beside: TestHub;
  let website: string;

  beforeAll(async () => {
    // A second process on the same database: what is due is due for both.
    beside = await startHub({ after: hub, mail: serverAt(sink.port) });
    website = (await websiteOf(ana)).id;
  });
  afterAll(async () => {
    await beside.stop();
    await beside.database.close();
  });

  const prefer = (preferences: object) => ana.call('PATCH', '/api/v1/agents/me', { preferences });
  const hourly = () => prefer({ digest: { every: 'hour', hour: 8, zone: 'UTC' } });
  const night = { from: '00:00', to: '23:59', weekends: true, zone: 'UTC' };
  const says = async (name: string) =>
    (await visit(hub, website)).says(`${name} asks <why>`, { claims: { name } });
  /** The hour that was is over, and so is what there was to do in the one that is. */
  const nextHour = async () => {
    await inMails("period = 'before ' || id where kind = 'digest'");
    await until(async () => {
      const rows = await hub.store.in(ana.session.workspace.id, ({ tx }) =>
        tx.execute<{
          left: number;
        }>(`select (select count(*)::int from jobs where kind = 'mail') as left
          from mails where period like 'hour %'`),
      );
      return rows[0]?.left === 0;
    }, 15_000);
  };

  it('tells once of all that waits, however many processes there are', async () => {
    await says('Ida');
    await says('Jon');
    await hourly();
    const mail = await mailTo('ana@example.com');
    expect(mail.subject).toBe('2 conversations wait in Interline');
    expect(mail.text).toMatch(/Ida[\s\S]+Ida asks <why>[\s\S]+Jon/);
    expect(mail.html).toContain('Ida asks &lt;why&gt;');
    await nextHour();
    expect(sink.taken).toHaveLength(1);
  });

  it('is silent about what was told and what was read, and in quiet hours', async () => {
    const ben = await join(hub, ana, 'Ben');
    await prefer({ quietHours: night });
    await says('Kim');
    await says('Lea');
    const rows = await inboxOf(ana, 'all');
    const lea = rows.find(({ contact }) => contact.name === 'Lea');
    await ana.call('PUT', `/api/v1/conversations/${lea?.id}/read`, { seq: lea?.seq });
    const preferences = { digest: { every: 'hour', hour: 8, zone: 'UTC' } };
    await ben.call('PATCH', '/api/v1/agents/me', { preferences });
    await nextHour();
    expect((await mailTo('ben@example.com')).text).toContain('Lea asks');
    expect(sink.taken).toHaveLength(1);
    await prefer({ quietHours: null });
    const mail = await mailTo('ana@example.com');
    expect(mail.text).toContain('Kim asks');
    expect(mail.text).not.toMatch(/Ida|Lea/);
  });

  it('is ended from the mail itself, by one press', async () => {
    await says('Max');
    await nextHour();
    const mail = await mailTo('ana@example.com');
    const header = (key: string) => mail.headers.find((one) => one.key === key)?.value ?? '';
    expect(header('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
    const { pathname } = new URL(header('list-unsubscribe').slice(1, -1));
    const page = await stranger.call<string>('GET', pathname);
    expect(page.body).toContain('Get no more digests?');
    expect(
      (await ana.call<Session>('GET', '/api/v1/session')).body.agent.preferences,
    ).toHaveProperty('digest');
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    await stranger.call('POST', pathname, 'List-Unsubscribe=One-Click', form);
    const { body } = await ana.call<Session>('GET', '/api/v1/session');
    expect(body.agent.preferences).not.toHaveProperty('digest');
  });
});

it('the System page says from where it writes, and why it cannot', async () => {
  const found = async (at: TestHub) => {
    const options = { headers: ana.headers, method: 'GET', url: '/api/v1/system' } as const;
    const { checks } = (await at.app.inject(options)).json<SystemReport>();
    return checks.find(({ about }) => about === 'mail');
  };
  expect(await found(hub)).toMatchObject({ state: 'good', finding: 'mail-good' });
  const closed = await startHub({ after: hub, mail: DEAF_SERVER });
  expect(await found(closed)).toMatchObject({ state: 'broken', finding: 'mail-refused' });
  await closed.stop();
  await closed.database.close();
  const without = await startHub({ after: hub });
  expect(await found(without)).toMatchObject({ state: 'attention', finding: 'mail-none' });
  const asked = { method: 'POST', url: '/api/v1/password-resets' } as const;
  const answer = await without.app.inject({ ...asked, payload: { email: 'ana@example.com' } });
  expect(answer.statusCode).toBe(409);
  await without.stop();
  await without.database.close();
});

const inMails = (change: string) =>
  hub.store.in(ana.session.workspace.id, ({ tx }) => tx.execute(`update mails set ${change}`));
