/** Mails that wait for their moment: taken back, sent later, or not at all. */
import { setTimeout as sleep } from 'node:timers/promises';
import type postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OwnConversation } from '../../server/wire/conversations.ts';
import type { Message } from '../../server/wire/messages.ts';
import { ownerOf } from '../support/database.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import { letter } from '../support/letters.ts';
import type { MailServer } from '../support/mail-server.ts';
import { Mailbox, startSink } from '../support/mailbox.ts';
import { foundAs } from '../support/people.ts';

let hub: TestHub;
let sink: MailServer;
let desk: Mailbox;
let owner: postgres.Sql;
let people = 0;

beforeAll(async () => {
  [hub, sink] = [await startHub(), await startSink()];
  owner = ownerOf(hub);
  const agent = await foundAs(hub);
  desk = await Mailbox.connect({ agent, sink });
}, 60_000);

afterAll(async () => {
  await owner.end();
  await hub.close();
  await sink.stop();
});

const begin = () => desk.begin({ from: `Person <person-${++people}@example.org>` });

const again = async ({ id }: OwnConversation): Promise<OwnConversation> => {
  const found = (await desk.conversations()).find((one) => one.id === id);
  if (!found) throw new Error('the conversation is gone');
  return found;
};

const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();

/** Lets the moment come: message and job fall due. */
async function fastForward({ id }: Message): Promise<void> {
  await owner`update messages set due_at = now() - interval '1 second' where id = ${id}`;
  await owner`update jobs set due_at = now() where subject_id =
    (select id from deliveries where message_id = ${id})`;
}

/** Long enough for what is due to be out. */
const aWhile = () => sleep(2_500);

const sentTexts = () => sink.taken.map(({ raw }) => raw).join('\n');

describe('an answer that can be undone', () => {
  it('waits some seconds, and says until when', async () => {
    const conversation = await begin();
    const begun = Date.now();
    const message = await desk.answer(conversation.id, { undoable: true, text: 'Waits' });
    expect(message.state).toBe('queued');
    const due = Date.parse(message.dueAt ?? '');
    expect(due - begun).toBeGreaterThan(9_000);
    expect(due - begun).toBeLessThan(20_000);
    expect((await again(conversation)).waitingSince).toBeNull();
    await fastForward(message);
    await desk.reaches(message, 'accepted');
    expect(sentTexts()).toContain('Waits');
  });

  it('is never sent once it was taken back, and who waited waits on', async () => {
    const conversation = await begin();
    const message = await desk.answer(conversation.id, { undoable: true, text: 'Taken back' });
    expect(await desk.cancel(message)).toMatchObject({ status: 201, body: { state: 'cancelled' } });
    expect((await again(conversation)).waitingSince).toBe(conversation.waitingSince);
    await fastForward(message);
    await aWhile();
    expect(sentTexts()).not.toContain('Taken back');
    expect((await desk.cancel(message)).status).toBe(409);
    expect((await desk.resend(message)).status).not.toBe(201);
  });

  it('cannot be taken back when it is on its way', async () => {
    const conversation = await begin();
    const message = await desk.answer(conversation.id, { text: 'Gone' });
    await desk.reaches(message, 'accepted');
    expect(await desk.cancel(message)).toMatchObject({ status: 409, body: { code: 'conflict' } });
    expect((await desk.message(conversation.id, message.id)).state).toBe('accepted');
  });

  it('is sent or taken back, never both, however close the two are', async () => {
    const conversation = await begin();
    for (let n = 0; n < 5; n++) {
      const text = `Race ${n} of the two`;
      const message = await desk.answer(conversation.id, { undoable: true, text });
      const [cancelled] = await Promise.all([desk.cancel(message), fastForward(message)]);
      const state = cancelled.status === 201 ? 'cancelled' : 'accepted';
      await desk.reaches(message, state);
      if (state === 'cancelled') await sleep(300);
      expect(sentTexts().includes(text)).toBe(state === 'accepted');
    }
  });

  it('keeps its place before what is said after it', async () => {
    const conversation = await begin();
    const first = await desk.answer(conversation.id, { undoable: true, text: 'Says first' });
    const second = await desk.answer(conversation.id, { text: 'Says second' });
    await sleep(500);
    expect((await desk.message(conversation.id, second.id)).state).toBe('queued');
    await fastForward(first);
    await desk.reaches(second, 'accepted');
    expect(sentTexts().indexOf('Says first')).toBeLessThan(sentTexts().indexOf('Says second'));
    expect(sentTexts()).toContain('Says first');
  });
});

describe('an answer for later', () => {
  it('goes at its moment, and holds up nothing that is said meanwhile', async () => {
    const conversation = await begin();
    const later = await desk.answer(conversation.id, { sendAt: inSeconds(3_600), text: 'Later' });
    expect(later).toMatchObject({ state: 'queued', dueAt: expect.any(String) });
    await desk.send(sink, conversation.id, { text: 'Meanwhile' });
    expect((await desk.message(conversation.id, later.id)).state).toBe('queued');
    await fastForward(later);
    await desk.reaches(later, 'accepted');
  });

  it('is refused in the past', async () => {
    const { id } = await begin();
    const refused = await desk.ask(id, { sendAt: inSeconds(-60) });
    expect(refused).toMatchObject({ status: 400, body: { code: 'invalid' } });
  });

  it('is not sent when they write first, if that was wished', async () => {
    const conversation = await begin();
    const from = `person-${people}@example.org`;
    const { mail } = await desk.send(sink, conversation.id, { text: 'Does it work?' });
    const wish = { sendAt: inSeconds(3_600), unlessAnswered: true };
    const reminder = await desk.answer(conversation.id, { ...wish, text: 'Only if quiet' });
    const kept = await desk.answer(conversation.id, {
      sendAt: inSeconds(3_600),
      text: 'In any case',
    });
    const inReplyTo = /^Message-ID: (.*)$/im.exec(mail.raw)?.[1]?.trim();
    const away = ['Auto-Submitted: auto-replied'];
    await desk.post(letter({ from, inReplyTo, headers: away, text: 'I am away.' }));
    expect((await desk.message(conversation.id, reminder.id)).state).toBe('queued');
    await desk.post(letter({ from, inReplyTo, text: 'It does.' }));
    const now = await desk.message(conversation.id, reminder.id);
    expect(now).toMatchObject({ state: 'cancelled', reason: 'They wrote first.' });
    expect((await again(conversation)).waitingSince).not.toBeNull();
    for (const message of [reminder, kept]) await fastForward(message);
    await desk.reaches(kept, 'accepted');
    expect(sentTexts()).not.toContain('Only if quiet');
  });
});
