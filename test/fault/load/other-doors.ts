/** Ways in that are no request to an API: mail handed over, a bot that is asked for news, files that are fetched. */
import { createTransport } from 'nodemailer';
import { Provider, post } from '../../simulators/provider.ts';
import { Telegram } from '../../simulators/telegram.ts';
import { letter } from '../../support/letters.ts';
import type { Workspace } from '../site/workspace.ts';
import type { Load } from './load.ts';
import { draftOf, type Writer } from './writers.ts';

const ADDRESS = 'help@example.com';
const BOT_TOKEN = '700100201:AAE-token-of-a-bot-that-is-asked';
const PATIENCE_MS = 5_000;
const WORK_EVERY_MS = 200;

/** Lets people write at all of them. @param mailPort where the product takes mail in */
export async function openOtherDoors(load: Load, mailPort: number): Promise<void> {
  const { workspace } = load;
  const { name } = workspace;
  await workspace.connect('email', { address: ADDRESS });
  const bot = await Telegram.start(BOT_TOKEN);
  const asked = { token: BOT_TOKEN, apiUrl: bot.provider.url, receive: 'polling' };
  await workspace.connect('telegram', asked);
  load.platforms.asked = bot;
  const shelf = await Provider.start(() => ({ body: 'What was asked for.' }));
  load.join([
    mailWriter(`${name}-mail`, mailPort),
    askedWriter(`${name}-asked`, bot),
    fileWriter(`${name}-file`, load, shelf.url),
  ]);
  let turn = 0;
  const working = setInterval(() => {
    turn += 1;
    work(workspace, turn % 2 === 0 ? 'open' : 'done').catch(() => undefined);
  }, WORK_EVERY_MS);
  load.atTheEnd(async () => {
    clearInterval(working);
    await Promise.all([bot.stop(), shelf.stop()]);
  });
}

function mailWriter(name: string, port: number): Writer {
  const transport = createTransport({ host: '127.0.0.1', port, ignoreTLS: true, ...PATIENCE });
  // Whoever hands over a letter again hands over the same one.
  let last = { key: '', raw: '' };
  return {
    name,
    perSecond: 3,
    // Each begins a conversation of its own.
    next: (count) => [
      draftOf({ writer: name, direction: 'in', series: `${name}-${count}` }, count),
    ],
    async send([draft]) {
      const { key = '', text = '' } = draft ?? {};
      const from = `${key}@example.org`;
      if (last.key !== key) {
        last = { key, raw: String(letter({ from, to: ADDRESS, text, messageId: `<${from}>` })) };
      }
      await transport.sendMail({ envelope: { from, to: ADDRESS }, raw: last.raw });
      return { id: null, text: null };
    },
  };
}

const PATIENCE = { connectionTimeout: PATIENCE_MS, socketTimeout: PATIENCE_MS };

/** What the platform has is as good as acknowledged: it gives it to whoever asks, until that one says it has it. */
function askedWriter(name: string, bot: Telegram): Writer {
  const person = { id: 910_001, is_bot: false, first_name: name, last_name: 'A' };
  return {
    name,
    perSecond: 3,
    next: (count) => [draftOf({ writer: name, direction: 'in', series: name }, count)],
    async send([draft]) {
      bot.queue(bot.message({ text: draft?.text ?? '' }, person));
      return { id: null, text: null };
    },
  };
}

/** Somebody who sends a file with every word. */
function fileWriter(name: string, { platforms, workspace }: Load, shelf: string): Writer {
  return {
    name,
    perSecond: 3,
    next: (count) => [draftOf({ writer: name, direction: 'in', series: name }, count)],
    async send([draft]) {
      const { key = '', text = '' } = draft ?? {};
      const file = { name: 'plan.txt', type: 'text/plain', url: `${shelf}/${key}` };
      const event = { type: 'message', from: { id: name, name }, text, attachments: [file] };
      const signal = AbortSignal.timeout(PATIENCE_MS);
      const request = platforms.keyed.request({ events: [event] }, { id: key });
      const { status } = await post(workspace.outside, { ...request, signal });
      return status === 200 ? { id: null, text: null } : status;
    },
  };
}

/** An agent changes the state of a conversation: not in the ledger, but in the numbers of its line. */
async function work({ program, agent }: Workspace, status: 'open' | 'done'): Promise<void> {
  const [row] = agent.rows.values();
  await program.call('PATCH', `/api/v1/conversations/${row?.id}`, { status }, PATIENCE_MS);
}
