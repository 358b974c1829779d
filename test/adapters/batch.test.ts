/** What Meta bundles into one request comes apart whole: several entries, changes, messages, statuses. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../../server/commands/adapter.ts';

const times = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => make(index));

const person = '16505551234';
const metadata = { display_phone_number: '15550783881', phone_number_id: '106540352242922' };

const text = (id: string) => ({
  from: person,
  id,
  timestamp: '1795692000',
  type: 'text',
  text: { body: `This is ${id}` },
});

/** Ids as odd as they come: base64, colons, blanks. */
const idOf = (...path: number[]) => `wamid.${path.join(':')} +/==`;

const change = (entry: number, index: number) => ({
  field: 'messages',
  value: {
    messaging_product: 'whatsapp',
    metadata,
    contacts: [{ profile: { name: 'Ana' }, wa_id: person }],
    messages: times(5, (message) => text(idOf(entry, index, message))),
    statuses: [{ id: idOf(entry, index), status: 'delivered', timestamp: '1795692001' }],
  },
});

const cloud = {
  object: 'whatsapp_business_account',
  entry: times(3, (entry) => ({
    id: '102290129340398',
    changes: times(4, (index) => change(entry, index)),
  })),
};

const pages = (object: string) => ({
  object,
  entry: times(3, (entry) => ({
    id: '103000000000042',
    messaging: times(20, (index) => ({
      sender: { id: person },
      recipient: { id: '103000000000042' },
      timestamp: 1_795_692_000_000 + index,
      message: { mid: idOf(entry, index), text: `This is ${idOf(entry, index)}` },
    })),
  })),
});

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'batches-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('sixty messages in one request are sixty events', () => {
  const path = (entry: number) => times(4, (at) => times(5, (one) => idOf(entry, at, one))).flat();
  const ofCloud = times(3, path).flat();
  const ofPages = times(3, (entry) => times(20, (index) => idOf(entry, index))).flat();

  test.each([
    ['whatsapp', cloud, ofCloud, 12],
    ['messenger', pages('page'), ofPages, 0],
    ['instagram', pages('instagram'), ofPages, 0],
  ])('%s', async (id, body, ids, receipts) => {
    expect(ids).toHaveLength(60);
    const events = await eventsOf(id, body);
    const messages = events.filter(({ type }) => type === 'message');
    expect(messages.map(({ externalId }) => externalId)).toEqual(ids);
    expect(messages.map(({ text: said }) => said)).toEqual(ids.map((one) => `This is ${one}`));
    expect(events.filter(({ type }) => type === 'receipt')).toHaveLength(receipts);
    expect(events).toHaveLength(60 + receipts);
  });
});

type Event = { type: string; externalId: string; text?: string };

async function eventsOf(id: string, body: object): Promise<Event[]> {
  const file = join(folder, `${id}.json`);
  writeFileSync(file, JSON.stringify(body));
  const lines: string[] = [];
  await run(['parse', id, file], { write: (line) => lines.push(line) });
  return JSON.parse(lines.join('')).events;
}
