/**
 * What has been kept long enough goes, a piece at a time; nothing else does. Log-ins and receipts grow old in the
 * transaction that forgets them: the product's own rounds, hourly and at any moment after a start, cannot come between.
 */
import { sql } from 'drizzle-orm';
import type postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forgetSessions } from '../../server/agents/sessions.ts';
import { forgetReceipts } from '../../server/deliveries/parked.ts';
import { forgetRaw } from '../../server/ingress/forget.ts';
import type { CreatedChannel } from '../../server/wire/channels.ts';
import { ownerOf } from '../support/database.ts';
import { postEcho } from '../support/echo.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import { type Agent, foundAs, inboxOf, logIn } from '../support/people.ts';

const SECRET = 'the secret of the kept channel';

let hub: TestHub;
let owner: postgres.Sql;
let ana: Agent;
let workspace: string;
let channel: CreatedChannel;

beforeAll(async () => {
  hub = await startHub();
  owner = ownerOf(hub);
  ana = await foundAs(hub);
  workspace = ana.session.workspace.id;
  const wanted = { adapter: 'echo', name: 'Kept', settings: { secret: SECRET } };
  channel = (await ana.call<CreatedChannel>('POST', '/api/v1/channels', wanted)).body;
});

afterAll(async () => {
  await owner.end();
  await hub.close();
});

const count = async (table: string): Promise<number> =>
  Number((await owner`select count(*) as n from ${owner(table)}`)[0]?.['n']);

describe('raw requests', () => {
  /** After less than the product keeps them by itself: its own rounds shall find nothing here. */
  const forget = (days: number) => hub.store.in(workspace, forgetRaw(days));

  it('go when they are old and understood, with their messages left as they are', async () => {
    for (let n = 0; n < 5; n++) {
      await postEcho(hub, channel.id, SECRET, { id: `raw-${n}`, from: 'pat', text: `Raw ${n}` });
    }
    await postEcho(hub, channel.id, SECRET, { events: [{ id: 'bad', type: 'message', from: 7 }] });
    const [before, rows] = [await count('ingress'), await count('messages')];
    expect(before).toBeGreaterThanOrEqual(5);
    await owner`update ingress set received_at = now() - interval '21 days' where state = 'done'
      and id in (select ingress_id from messages where text in ('Raw 0', 'Raw 1', 'Raw 2'))`;
    expect(await forget(20)).toEqual({ count: 3, more: false });
    expect(await count('ingress')).toBe(before - 3);
    expect(await count('messages')).toBe(rows);
    const [talk] = await inboxOf(ana, 'all');
    const line = await ana.call('GET', `/api/v1/conversations/${talk?.id}/messages`);
    expect(JSON.stringify(line.body)).toContain('Raw 0');
  });

  it('stay when they are quarantined, however old', async () => {
    await owner`update ingress set state = 'quarantined', received_at = now() - interval '400 days'
      where id in (select ingress_id from messages where text = 'Raw 3')`;
    const before = await count('ingress');
    expect(await forget(30)).toEqual({ count: 0, more: false });
    expect(await count('ingress')).toBe(before);
  });

  it('go a piece at a time, so that it can end anywhere and begin again', async () => {
    await owner`insert into ingress (workspace_id, id, channel_id, received_at, method, url, headers, body, state)
      select ${workspace}, gen_random_uuid(), ${channel.id}, now() - interval '21 days', 'POST', '/', '{}', '', 'done'
      from generate_series(1, 450)`;
    const before = await count('ingress');
    expect(await forget(20)).toEqual({ count: 200, more: true });
    expect(await count('ingress')).toBe(before - 200);
    expect(await forget(20)).toEqual({ count: 200, more: true });
    expect(await forget(20)).toEqual({ count: 50, more: false });
    expect(await count('ingress')).toBe(before - 450);
  });
});

it('log-ins that ended by themselves go, and those that go on stay', async () => {
  const ben = await logIn(hub, 'ana@example.com');
  const before = await count('sessions');
  expect(before).toBeGreaterThan(1);
  const forgotten = await hub.store.in(workspace, async (scope) => {
    await scope.tx.execute(sql`update sessions set seen_at = now() - interval '13 hours'
      where token_hash = (select token_hash from sessions order by created_at limit 1)`);
    return await forgetSessions(scope);
  });
  expect(forgotten).toEqual({ count: 1, more: false });
  expect(await count('sessions')).toBe(before - 1);
  expect((await ben.call('GET', '/api/v1/session')).status).toBe(200);
});

it('receipts for what was never sent go after a month', async () => {
  const receipt = { type: 'receipt', id: 'early', message: 'never sent', status: 'read' };
  await postEcho(hub, channel.id, SECRET, { events: [receipt] });
  expect(await count('parked_receipts')).toBe(1);
  expect(await hub.store.in(workspace, forgetReceipts)).toEqual({ count: 0, more: false });
  const forgotten = await hub.store.in(workspace, async (scope) => {
    await scope.tx.execute(sql`update parked_receipts set created_at = now() - interval '31 days'`);
    return await forgetReceipts(scope);
  });
  expect(forgotten).toEqual({ count: 1, more: false });
  expect(await count('parked_receipts')).toBe(0);
});
