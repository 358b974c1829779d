/** Of what may have arrived: sent again by itself only where the platform cannot say it twice; else a person decides. */
import type postgres from 'postgres';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { ChannelError } from '../../adapters/errors.ts';
import type { Message } from '../../server/wire/messages.ts';
import { declare, declareNothing, echo, Platform } from '../sending/platform.ts';
import { ownerOf } from '../support/database.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import { foundAs } from '../support/people.ts';
import { until } from '../support/until.ts';

const cut = () =>
  new ChannelError('retry', 'The line was cut.', { maybeSent: true, retryAfterMs: 10 });

let hub: TestHub;
let owner: postgres.Sql;
let platform: Platform;
let people = 0;
const hanging: ((error: unknown) => void)[] = [];

beforeAll(async () => {
  hub = await startHub();
  owner = ownerOf(hub);
  platform = await Platform.connect(hub, await foundAs(hub));
});
afterEach(() => {
  for (const give of hanging.splice(0)) give(cut());
  declareNothing();
  vi.restoreAllMocks();
});
afterAll(async () => {
  await owner.end();
  await hub.close();
});

async function answer(text: string): Promise<Message> {
  const talk = await platform.hears(`Person ${++people}`, `Question ${people}`);
  const { status, body } = await platform.answer(talk, text);
  expect(status).toBe(201);
  return body;
}

async function current({ id, conversationId }: Message): Promise<Message | undefined> {
  return (await platform.messages(conversationId)).find((message) => message.id === id);
}

const reaches = (message: Message, state: Message['state']) =>
  until(async () => (await current(message))?.state === state, 20_000);

describe('where the platform knows a repeat', () => {
  it('it is sent again by itself, as the same message', async () => {
    const send = vi.spyOn(echo, 'send').mockRejectedValueOnce(cut());
    const message = await answer('Perhaps');
    await reaches(message, 'accepted');
    expect(send.mock.calls.map(([{ id, attempt }]) => [id, attempt])).toEqual([
      [message.id, 1],
      [message.id, 2],
    ]);
  });

  it('so is what was being sent when a process died', async () => {
    const { send, message } = await dieWhileSending();
    await reaches(message, 'accepted');
    expect(send).toHaveBeenCalledTimes(2);
  });
});

describe('where it would be said twice', () => {
  it('it is not sent again until a person wants it', async () => {
    declare({ unknownOutcome: 'ask' });
    const send = vi.spyOn(echo, 'send').mockRejectedValueOnce(cut());
    const message = await answer('Perhaps');
    await reaches(message, 'unknown');
    expect(await jobsOf(message)).toBe(0);
    expect(send).toHaveBeenCalledTimes(1);
    const path = `/api/v1/conversations/${message.conversationId}/messages/${message.id}/attempts`;
    expect((await platform.agent.call('POST', path, {})).status).toBe(201);
    await reaches(message, 'accepted');
    expect(send).toHaveBeenCalledTimes(2);
  });

  it('nor is what was being sent when a process died', async () => {
    declare({ unknownOutcome: 'ask' });
    const { send, message } = await dieWhileSending();
    await reaches(message, 'unknown');
    expect((await current(message))?.reason).toContain('interrupted');
    expect(await jobsOf(message)).toBe(0);
    expect(send).toHaveBeenCalledTimes(1);
  });
});

it('whoever was given up for dead and comes back changes nothing of what others have done since', async () => {
  const { message } = await dieWhileSending();
  await reaches(message, 'accepted');
  const before = await current(message);
  for (const give of hanging.splice(0)) give(cut());
  // What comes back is written down before the next message goes out on the line.
  await platform.answer(message.conversationId, 'And another one');
  await until(async () => {
    const said = await platform.messages(message.conversationId);
    return said.at(-1)?.state === 'accepted';
  });
  expect(await current(message)).toEqual(before);
});

const jobsOf = async ({ id }: Message): Promise<number> =>
  (
    await owner`select 1 from jobs where subject_id in
      (select deliveries.id from deliveries where message_id = ${id})`
  ).length;

/** The first attempt hangs for ever; its lease ends, as if the process were gone. */
async function dieWhileSending() {
  const really = echo.send;
  const send = vi.spyOn(echo, 'send').mockImplementation(really);
  send.mockImplementationOnce(() => new Promise((_, reject) => void hanging.push(reject)));
  const message = await answer('Being sent');
  await until(() => send.mock.calls.length === 1);
  const state = async () =>
    (await owner`select state from deliveries where message_id = ${message.id}`)[0];
  await until(async () => (await state())?.['state'] === 'sending');
  await owner`update jobs set leased_until = now()`;
  return { send, message };
}
