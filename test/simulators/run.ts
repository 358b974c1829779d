/**
 * `npm run simulate -- <id> --token T [--url U]`: a pretended platform beside a running server. It
 * connects a channel of that kind by the API, and you are the customer: what you type comes in, what
 * agents answer is shown. The token is what `npm run --silent token -- --email E` prints; the server has
 * to be allowed to reach this machine (`ALLOWED_NETWORKS=127.0.0.0/8`).
 */
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import type { CreatedChannel } from '../../server/wire/channels.ts';
import { Remote } from '../support/remote.ts';
import { Outsider } from './api.ts';
import { Line, person } from './line.ts';
import type { Provider, Taken } from './provider.ts';
import { SHOP, Twilio } from './twilio-sms.ts';

/** One kind of platform with one customer on it. */
type Stage = {
  provider: Provider;
  /** What the channel is connected with. */
  settings: Record<string, string>;
  /** Hands in what the customer types. */
  says(webhookUrl: string, text: string): Promise<Taken>;
  /** All that was answered so far. */
  heard(): string[];
};

const SECRET = 'the-secret-of-a-simulated-platform';

const stages: Readonly<Record<string, () => Promise<Stage>>> = {
  async api() {
    const outsider = await Outsider.start(SECRET);
    const from = { id: 'you', name: 'You' };
    return {
      provider: outsider.provider,
      settings: { secret: SECRET, url: outsider.provider.url },
      says: (url, text) => outsider.deliver(url, { type: 'message', from, text }),
      heard: () => [...outsider.said.values()].map(({ text }) => String(text)),
    };
  },
  async line() {
    const keys = { channelSecret: SECRET, channelAccessToken: SECRET };
    const line = await Line.start(keys);
    return {
      provider: line.provider,
      settings: { ...keys, apiUrl: line.provider.url },
      says: (url, text) => line.deliver(url, line.message(person(1), { text })),
      heard: () => line.said.flatMap(({ messages }) => messages.map(({ text }) => String(text))),
    };
  },
  async 'twilio-sms'() {
    const account = { accountSid: `AC${'0'.repeat(32)}`, authToken: SECRET };
    const twilio = await Twilio.start(account);
    return {
      provider: twilio.provider,
      settings: { ...account, sender: SHOP, apiUrl: twilio.provider.url },
      says: (url, text) => twilio.deliver({ url }, twilio.message('+14155550142', { Body: text })),
      heard: () => twilio.said.map(({ form }) => form.get('Body') ?? 'a file'),
    };
  },
};

/** Runs until the input ends. Answers the exit code. */
export async function run(argv: readonly string[]): Promise<number> {
  const { positionals, values } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      url: { type: 'string', default: 'http://localhost:3000' },
      token: { type: 'string' },
    },
  });
  const stage = Object.hasOwn(stages, positionals[0] ?? '') && stages[positionals[0] ?? ''];
  if (!stage || !values.token) {
    const ids = Object.keys(stages).join('|');
    process.stderr.write(`usage: npm run simulate -- ${ids} --token T [--url U]\n`);
    return 2;
  }
  const server = new Remote(values.url, { authorization: `Bearer ${values.token}` });
  await chat(server, positionals[0] ?? '', await stage());
  return 0;
}

async function chat(server: Remote, adapter: string, stage: Stage): Promise<void> {
  const name = `Simulated ${adapter}`;
  const wanted = { adapter, name, settings: stage.settings };
  const { webhookUrl } = await server.expect<CreatedChannel>('POST', '/api/v1/channels', wanted);
  process.stdout.write(`Connected as “${name}”. What you type is what the customer writes.\n`);
  let shown = 0;
  const looking = setInterval(() => {
    for (const text of stage.heard().slice(shown)) process.stdout.write(`« ${text}\n`);
    shown = stage.heard().length;
  }, 200);
  for await (const text of createInterface({ input: process.stdin })) {
    const { status, body } = await stage.says(webhookUrl, text);
    if (status >= 300) process.stderr.write(`The server answered ${status}: ${body}\n`);
  }
  clearInterval(looking);
  await stage.provider.stop();
}
