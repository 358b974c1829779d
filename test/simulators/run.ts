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
import { isTaken } from './insistence.ts';
import { type Place, type Stage, stages } from './stages.ts';

const say = (line: string) => void process.stdout.write(`${line}\n`);

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
  const { name, webhookUrl } = await connect(server, adapter, stage);
  say(`Connected as “${name}”. What you type is what the customer writes.`);
  // The server may say of itself that it is somewhere else than where it is reached from here.
  const place = { url: `${server.url}${new URL(webhookUrl).pathname}`, told: webhookUrl };
  let shown = 0;
  const looking = setInterval(() => {
    for (const text of stage.heard().slice(shown)) say(`« ${text}`);
    shown = stage.heard().length;
  }, 200);
  const onTheWay: Promise<void>[] = [];
  for await (const text of createInterface({ input: process.stdin })) {
    onTheWay.push(handIn(stage, place, text));
  }
  await Promise.all(onTheWay);
  clearInterval(looking);
  await stage.provider.stop();
}

async function connect(server: Remote, adapter: string, { settings }: Stage) {
  const name = `Simulated ${adapter}`;
  const wanted = { adapter, name, settings };
  const made = await server.expect<CreatedChannel>('POST', '/api/v1/channels', wanted);
  const trial = `/api/v1/channels/${made.id}/connect`;
  const { problem } = await server.expect<{ problem: string | null }>('POST', trial, {});
  if (problem) say(`The server says: ${problem}`);
  return { name, webhookUrl: made.webhookUrl };
}

/** As the platform would: again and again, if it is not taken. */
async function handIn(stage: Stage, place: Place, text: string): Promise<void> {
  const tries = await stage.says(place, text);
  const last = tries.at(-1);
  if (!last || !isTaken(last)) say(`Given up after ${tries.length} tries: ${last?.body}`);
  else if (tries.length > 1) say(`Taken at try ${tries.length}.`);
}
