/** What adapters declare about themselves: read in one's own language, and held to when a channel is connected. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { adapter as echo } from '../../adapters/echo/adapter.ts';
import { adapter as telegram } from '../../adapters/telegram/adapter.ts';
import type { AdapterInfo, Channel } from '../../server/wire/channels.ts';
import { postEcho } from '../support/echo.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import { type Agent, connectEcho, contactOf, foundAs, inboxOf, join } from '../support/people.ts';

const SECRET = 'a secret for what is declared';

let hub: TestHub;
let ana: Agent;
/** Reads Chinese. */
let chen: Agent;

beforeAll(async () => {
  hub = await startHub();
  ana = await foundAs(hub);
  chen = await join(hub, ana, 'Chen Si');
  const changed = await chen.call('PATCH', '/api/v1/agents/me', { locale: 'zh-CN' });
  expect(changed.status).toBe(200);
});
afterAll(() => hub.close());

async function introduced(reader: Agent): Promise<AdapterInfo> {
  const { body } = await reader.call<{ data: AdapterInfo[] }>('GET', '/api/v1/adapters');
  const found = body.data.find(({ id }) => id === telegram.id);
  if (!found) throw new Error('the kind of channel is not listed');
  return found;
}

it('each agent reads a kind of channel in their own language', async () => {
  for (const [reader, locale] of [[ana, 'en'] as const, [chen, 'zh-CN'] as const]) {
    const { name, summary, settings } = await introduced(reader);
    expect({ name, summary }).toEqual({
      name: telegram.name[locale],
      summary: telegram.summary[locale],
    });
    const shown = telegram.settings.filter(({ hidden }) => !hidden);
    expect(settings.map(({ label, help }) => [label, help])).toEqual(
      shown.map(({ label, help }) => [label[locale], help[locale]]),
    );
    const declared = telegram.settings.flatMap(({ choices = [] }) => choices);
    expect(declared.length).toBeGreaterThan(1);
    expect(settings.flatMap(({ choices = [] }) => choices)).toEqual(
      declared.map(({ value, label }) => ({ value, label: label[locale] })),
    );
  }
});

it('and the addresses of people by their names', async () => {
  const { id } = await connectEcho(ana, SECRET);
  await postEcho(hub, id, SECRET, { id: 'named', from: 'ida', text: 'What am I called?' });
  const [talk] = await inboxOf(ana, 'all');
  for (const [reader, locale] of [[ana, 'en'] as const, [chen, 'zh-CN'] as const]) {
    const { identities } = await contactOf(reader, talk?.contact.id ?? '');
    expect(identities.map(({ label }) => label)).toEqual([echo.identities['echo-user']?.[locale]]);
  }
});

it('a setting with choices takes one of them, and nothing else', async () => {
  const connect = (receive: string) => {
    const settings = { token: '123456789:AAE-the-token-of-these-tests', receive };
    const wanted = { adapter: telegram.id, name: 'Bot', settings };
    return ana.call<Channel & { detail: string }>('POST', '/api/v1/channels', wanted);
  };
  const refused = await connect('pigeon');
  expect(refused).toMatchObject({ status: 400 });
  expect(refused.body.detail).toBe('settings.receive: one of webhook, polling.');
  const made = await connect('webhook');
  expect(made).toMatchObject({ status: 201, body: { settings: { receive: 'webhook' } } });
});
