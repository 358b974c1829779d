/** Visitors say otherwise what they said last, and take it back: only that, only theirs, and only for a while. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OwnConversation } from '../../server/wire/conversations.ts';
import type { EventPage } from '../../server/wire/events.ts';
import type { Message } from '../../server/wire/messages.ts';
import type { SearchPage } from '../../server/wire/search.ts';
import type { VisitorLine, VisitorMessage } from '../../server/wire/visitor.ts';
import { ownerOf } from '../support/database.ts';
import type { TestHub } from '../support/hub.ts';
import { openWebsite } from '../support/office.ts';
import { type Agent, inboxOf, type Visitor, visit } from '../support/people.ts';
import { dialVisitor } from '../support/sockets.ts';
import { uploadAs } from '../support/workspace.ts';

let hub: TestHub;
let ana: Agent;
let website: string;

beforeAll(async () => {
  ({ hub, ana, website } = await openWebsite());
});
afterAll(() => hub.close());

const edit = (who: Visitor, id: string, text: string) =>
  who.call<VisitorMessage>('PATCH', who.at(`messages/${id}`), { text });
const takeBack = (who: Visitor, id: string) =>
  who.call<VisitorMessage>('DELETE', who.at(`messages/${id}`));
const lineOf = async (who: Visitor, query = ''): Promise<VisitorLine> =>
  (await who.call<VisitorLine>('GET', who.at(`messages${query}`))).body;

/** The conversation whose list row shows this. */
async function rowOf(preview: string): Promise<OwnConversation> {
  const found = (await inboxOf(ana, 'all')).find((row) => row.preview === preview);
  if (!found) throw new Error(`no row shows “${preview}”`);
  return found;
}

async function answer(conversationId: string, text: string): Promise<Message> {
  const body = { key: crypto.randomUUID(), kind: 'reply', text };
  const path = `/api/v1/conversations/${conversationId}/messages`;
  return (await ana.call<Message>('POST', path, body)).body;
}

async function findable(words: string): Promise<boolean> {
  const query = `/api/v1/search?q=${encodeURIComponent(words)}`;
  return (await ana.call<SearchPage>('GET', query)).body.data.length > 0;
}

const conflict = { status: 409, body: { code: 'conflict' } };

describe('the last message of a visitor', () => {
  it('is said otherwise: the line, the inbox, the list and the search say so, and its other tabs at once', async () => {
    const mia = await visit(hub, website);
    const { id } = await mia.says('The flamingo lamp, please');
    const before = await rowOf('The flamingo lamp, please');
    expect(await findable('flamingo')).toBe(true);
    const tab = await dialVisitor(hub, mia);
    const edited = await edit(mia, id, '  The pelican lamp, please ');
    const now = { id, text: 'The pelican lamp, please', edited: true, deleted: false };
    expect(edited).toMatchObject({ status: 200, body: now });
    await expect.poll(() => tab.of('message')).toMatchObject([now]);
    expect(await lineOf(mia)).toMatchObject({ data: [now], seq: 1 });
    expect((await lineOf(mia, '?after=1')).revised).toMatchObject([now]);
    const row = await rowOf('The pelican lamp, please');
    // It is no new word: who waits, since when, and what is unread stay as they were.
    const { id: talk, waitingSince, inboundSeq } = before;
    expect(row).toMatchObject({ id: talk, seq: before.seq + 1, waitingSince, inboundSeq });
    const page = await ana.call<EventPage>(
      'GET',
      `/api/v1/conversations/${row.id}/events?after=${before.seq}`,
    );
    expect(page.body.data).toMatchObject([
      { kind: 'message-edited', actor: { kind: 'contact' }, data: { message: { text: now.text } } },
    ]);
    expect([await findable('flamingo'), await findable('pelican')]).toEqual([false, true]);
    tab.close();
  });

  it('is taken back with its file: nothing of it is given out any more, to nobody', async () => {
    const noa = await visit(hub, website);
    const file = await uploadAs(noa, noa.at('attachments'), 'key.txt');
    const { id } = await noa.says('My code is 4711-ostrich', { attachments: [file] });
    const { id: talk, seq } = await rowOf('My code is 4711-ostrich');
    expect((await noa.call('GET', noa.at(`attachments/${file}`))).status).toBe(200);
    const gone = await takeBack(noa, id);
    const nothing = { id, text: '', deleted: true, attachments: [] };
    expect(gone).toMatchObject({ status: 200, body: nothing });
    expect((await lineOf(noa, '?after=1')).revised).toMatchObject([nothing]);
    expect((await noa.call('GET', noa.at(`attachments/${file}`))).status).toBe(404);
    const line = await ana.call<EventPage>('GET', `/api/v1/conversations/${talk}/line`);
    expect(line.body.seq).toBe(seq + 1);
    expect(JSON.stringify([line.body, await inboxOf(ana, 'all')])).not.toContain('4711');
    expect(await findable('ostrich')).toBe(false);
  });

  it('is changed once, however often that is asked for, also after it was answered', async () => {
    const ota = await visit(hub, website);
    const { id } = await ota.says('Two of them');
    await Promise.all(Array.from({ length: 8 }, () => edit(ota, id, 'Three of them')));
    const { id: talk, seq } = await rowOf('Three of them');
    expect(seq).toBe(2);
    await answer(talk, 'Three it is');
    expect(await edit(ota, id, 'Three of them')).toMatchObject({ status: 200, body: { id } });
    expect(await edit(ota, id, 'Four of them')).toMatchObject(conflict);
    const { id: second } = await ota.says('Or none');
    const all = await Promise.all(Array.from({ length: 8 }, () => takeBack(ota, second)));
    expect(all.map(({ status }) => status)).toEqual(Array(8).fill(200));
    expect((await takeBack(ota, second)).body).toMatchObject({ deleted: true });
    expect(await edit(ota, second, 'Some')).toMatchObject(conflict);
    const { body } = await ana.call<EventPage>('GET', `/api/v1/conversations/${talk}/events`);
    const changes = body.data.filter(({ kind }) => /edited|deleted/.test(kind));
    expect(changes.map(({ kind }) => kind)).toEqual(['message-edited', 'message-deleted']);
  });

  it('stays as it is once something newer stands there, somebody has answered, or time has passed', async () => {
    const pia = await visit(hub, website);
    const first = await pia.says('First words of Pia');
    const second = await pia.says('Second words of Pia');
    expect(await edit(pia, first.id, 'Other words')).toMatchObject(conflict);
    expect(await takeBack(pia, first.id)).toMatchObject(conflict);
    expect((await takeBack(pia, second.id)).status).toBe(200);
    // Now that is the last one.
    expect((await edit(pia, first.id, 'Pia once more')).status).toBe(200);
    const owner = ownerOf(hub);
    const aged = await owner`
      update messages set created_at = created_at - interval '16 minutes' where id = ${first.id}`;
    await owner.end();
    expect(aged.count).toBe(1);
    expect(await edit(pia, first.id, 'Too late')).toMatchObject(conflict);
    const third = await pia.says('Third words of Pia');
    await answer((await rowOf('Third words of Pia')).id, 'An answer to Pia');
    expect(await takeBack(pia, third.id)).toMatchObject(conflict);
    const texts = (await lineOf(pia)).data.map(({ text }) => text);
    expect(texts).toEqual(['Pia once more', '', 'Third words of Pia', 'An answer to Pia']);
  });

  it('is theirs alone: what an agent said, and what is nowhere, is not found; nor is nothing a text', async () => {
    const quin = await visit(hub, website);
    const own = await quin.says('Is anybody there, asks Quin');
    const { id } = await answer((await rowOf('Is anybody there, asks Quin')).id, 'Yes');
    for (const other of [id, crypto.randomUUID()]) {
      expect((await edit(quin, other, 'Mine now')).status).toBe(404);
      expect((await takeBack(quin, other)).status).toBe(404);
    }
    expect((await edit(quin, own.id, ' \n ')).status).toBe(400);
    expect((await edit(quin, own.id, 'x'.repeat(4_001))).status).toBe(400);
  });

  it('of somebody who is blocked can be taken back, and not be said otherwise', async () => {
    const rex = await visit(hub, website);
    const { id } = await rex.says('Buy cheap watches from Rex');
    const { contact } = await rowOf('Buy cheap watches from Rex');
    const blocked = await ana.call('PUT', `/api/v1/contacts/${contact.id}/block`, {});
    expect(blocked.status).toBe(200);
    expect(await edit(rex, id, 'Buy more')).toMatchObject({ body: { code: 'blocked' } });
    expect((await lineOf(rex)).data).toMatchObject([{ text: 'Buy cheap watches from Rex' }]);
    expect(await takeBack(rex, id)).toMatchObject({ status: 200, body: { deleted: true } });
  });
});
