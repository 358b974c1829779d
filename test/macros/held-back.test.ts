/** A macro that answers where sending can be undone: taken back in time, nothing was ever sent. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Macro, MacroOutcome } from '../../server/wire/macros.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import type { MailServer } from '../support/mail-server.ts';
import { Mailbox, startSink } from '../support/mailbox.ts';
import { type Agent, foundAs } from '../support/people.ts';

let hub: TestHub;
let sink: MailServer;
let agent: Agent;
let desk: Mailbox;

beforeAll(async () => {
  [hub, sink] = [await startHub(), await startSink()];
  agent = await foundAs(hub);
  desk = await Mailbox.connect({ agent, sink });
}, 60_000);

afterAll(async () => {
  await hub.close();
  await sink.stop();
});

it('the answer is taken back with all the rest, and who waited waits on', async () => {
  const before = await desk.begin({ from: 'Ida <ida@example.org>' });
  expect(before.waitingSince).not.toBeNull();
  const actions = [
    { do: 'reply', text: 'Thank you, {{contact.first}}.' },
    { do: 'status', status: 'done' },
  ];
  const body = { name: 'Thanks', actions, shared: false };
  const { id } = (await agent.call<Macro>('POST', '/api/v1/macros', body)).body;
  const key = 'macro-held-back';
  const asked = { key, conversations: [{ id: before.id, seenSeq: before.seq }] };
  const ran = await agent.call<MacroOutcome>('POST', `/api/v1/macros/${id}/runs`, asked);
  expect(ran).toMatchObject({ status: 201, body: { stays: false, data: [{ status: 'done' }] } });
  const back = await agent.call<MacroOutcome>('POST', `/api/v1/macro-runs/${key}/reversal`, {});
  expect(back.status).toBe(201);
  const { status, waitingSince } = before;
  expect(back.body.data).toMatchObject([{ status, waitingSince }]);
  const path = `/api/v1/conversations/${before.id}/messages`;
  const { data } = (await agent.call<{ data: { text: string; state: string }[] }>('GET', path))
    .body;
  expect(data.at(-1)).toMatchObject({ text: 'Thank you, Ida.', state: 'cancelled' });
});
