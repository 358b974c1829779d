/** A backup taken while the product runs, restored on a clean machine: everything is there, and nothing is sent again. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Contact } from '../../server/wire/contacts.ts';
import type { OwnConversation } from '../../server/wire/conversations.ts';
import type { Attachment, Message } from '../../server/wire/messages.ts';
import type { SystemReport } from '../../server/wire/system.ts';
import { Outsider } from '../simulators/api.ts';
import { faults } from '../simulators/provider.ts';
import { connectAt, logInRemotely, type Remote } from '../support/remote.ts';
import {
  adminSettings,
  makeDataDir,
  removeDataDir,
  type ServerProcess,
  startProgram,
  startServer,
  stop,
} from '../support/server-process.ts';
import { until } from '../support/until.ts';

const SECRET = 'the-secret-of-a-channel-built-outside';
const loopback = { ALLOWED_NETWORKS: '127.0.0.0/8' };

let outsider: Outsider;
let place: string;
let dataDir: string;
let otherDir: string;
let server: ServerProcess | undefined;

beforeAll(async () => {
  outsider = await Outsider.start(SECRET);
  place = await mkdtemp(path.join(tmpdir(), 'interline-backup-'));
  dataDir = await makeDataDir();
  otherDir = await makeDataDir();
});

afterAll(async () => {
  if (server) await stop(server);
  await outsider.stop();
  await removeDataDir(dataDir);
  await removeDataDir(otherDir);
  await rm(place, { recursive: true, force: true });
});

const start = async (folder: string): Promise<Remote> => {
  server = await startServer({ DATA_DIR: folder, ...adminSettings, ...loopback });
  return logInRemotely(server.url);
};

const end = async (): Promise<void> => {
  if (server) await stop(server);
  server = undefined;
};

const command = (folder: string, ...args: string[]) =>
  startProgram({ DATA_DIR: folder }, args).ended;

/** All that an agent can see. */
async function everything(ana: Remote) {
  const list = '/api/v1/conversations?view=all&limit=100';
  const { data: talks } = await ana.get<{ data: OwnConversation[] }>(list);
  const lines = await Promise.all(talks.map(({ id }) => messagesOf(ana, id)));
  const people = await Promise.all(
    talks.map(({ contact }) => ana.get<Contact>(`/api/v1/contacts/${contact.id}`)),
  );
  return { talks, lines, people: people.map(({ conversations, ...person }) => person) };
}

async function messagesOf(ana: Remote, id: string): Promise<Message[]> {
  const path = `/api/v1/conversations/${id}/messages?limit=100`;
  return (await ana.get<{ data: Message[] }>(path)).data;
}

async function upload(ana: Remote, content: Buffer): Promise<Attachment> {
  const body = new FormData();
  body.append('file', new Blob([new Uint8Array(content)]), 'plan.bin');
  const answer = await fetch(`${ana.url}/api/v1/attachments`, {
    method: 'POST',
    headers: ana.headers,
    body,
  });
  return (await answer.json()) as Attachment;
}

const answerTo = (ana: Remote, talk: string, message: object): Promise<Message> =>
  ana.expect<Message>('POST', `/api/v1/conversations/${talk}/messages`, message);

it('brings back every word, file and secret, and leaves what was to be sent to a person', async () => {
  const ana = await start(dataDir);
  const url = `${outsider.provider.url}/answers`;
  const settings = { secret: SECRET, url };
  const channel = await connectAt(ana, { adapter: 'api', name: 'Game', settings });
  for (const name of ['Kim', 'Lee']) {
    const from = { id: name, name };
    await outsider.deliver(channel.webhookUrl, { type: 'message', from, text: `I am ${name}` });
  }
  const before = await everything(ana);
  const kim = before.talks.find(({ contact }) => contact.name === 'Kim')?.id ?? '';
  const content = randomBytes(300_000);
  const note = {
    kind: 'note',
    text: 'With a file',
    attachments: [(await upload(ana, content)).id],
  };
  await answerTo(ana, kim, { key: 'key-note-1', ...note });
  await answerTo(ana, kim, { key: 'key-sent-1', kind: 'reply', text: 'This has gone' });
  await until(() => outsider.said.size === 1, 10_000);
  outsider.provider.faults.push(...Array.from({ length: 50 }, () => faults.down));
  await answerTo(ana, kim, { key: 'key-sent-2', kind: 'reply', text: 'This is on its way' });
  const sendAt = new Date(Date.now() + 6_000).toISOString();
  await answerTo(ana, kim, { key: 'key-sent-3', kind: 'reply', text: 'This has time', sendAt });

  const backup = path.join(place, 'monday');
  expect(await command(dataDir, 'backup', backup)).toMatchObject({ code: 0, err: '' });
  const { checks } = await ana.get<SystemReport>('/api/v1/system');
  expect(checks.find(({ about }) => about === 'backup')).toMatchObject({ state: 'good' });
  const kept = await everything(ana);
  await end();
  expect((await readdir(place)).sort()).toEqual(['monday']);

  expect(await command(otherDir, 'restore', backup)).toMatchObject({ code: 0, err: '' });
  outsider.provider.faults.length = 0;
  const again = await start(otherDir);
  const now = await everything(again);
  expect(shapeOf(now.talks)).toEqual(shapeOf(kept.talks));
  expect(now.people).toEqual(kept.people);
  expect(now.lines.map((line) => line.map(({ text }) => text))).toEqual(
    kept.lines.map((line) => line.map(({ text }) => text)),
  );
  const stateOf = (text: string) => now.lines.flat().find((one) => one.text === text)?.state;
  expect(stateOf('This has gone')).toBe('accepted');
  expect(stateOf('This is on its way')).toBe('unknown');
  expect(stateOf('This has time')).toBe('unknown');
  const file = now.lines.flat().flatMap(({ attachments }) => attachments)[0];
  const bytes = await fetch(`${again.url}${file?.url}`, { headers: again.headers });
  expect(Buffer.from(await bytes.arrayBuffer()).equals(content)).toBe(true);

  // The channel works with its secret, and what is written from now on goes.
  await outsider.deliver(`${again.url}/channels/${channel.id}/webhook`, {
    type: 'message',
    from: { id: 'Kim', name: 'Kim' },
    text: 'Still there?',
  });
  await answerTo(again, kim, { key: 'key-sent-4', kind: 'reply', text: 'Still here' });
  await until(() => outsider.said.size === 2, 10_000);
  // Its time has come, and several sweeps with it.
  await until(() => Date.now() > Date.parse(sendAt) + 4_000, 15_000);
  expect([...outsider.said.values()].map((said) => said['text'])).toEqual([
    'This has gone',
    'Still here',
  ]);
});

/** What restoring changes: two messages are marked, and so their conversation has taken two numbers more. */
const shapeOf = (talks: OwnConversation[]) =>
  talks
    .map(({ id, number, status, contact, channel, preview }) => ({
      ...{ id, number, status, preview },
      ...{ contact: contact.name, channel: channel.name },
    }))
    .sort((one, other) => one.number - other.number);

it('is not restored over something, nor while the server runs, nor from what is no backup', async () => {
  const backup = path.join(place, 'monday');
  expect(await command(otherDir, 'restore', backup)).toMatchObject({
    code: 1,
    err: expect.stringContaining('stop it first'),
  });
  await end();
  expect(await command(otherDir, 'restore', backup)).toMatchObject({
    code: 1,
    err: expect.stringContaining('a workspace here already'),
  });
  expect(await command(otherDir, 'restore', otherDir)).toMatchObject({
    code: 1,
    err: expect.stringContaining('no backup'),
  });
  expect(await command(otherDir, 'backup', backup)).toMatchObject({
    code: 1,
    err: expect.stringContaining('there already'),
  });
  expect((await command(otherDir, 'backup')).code).toBe(2);
});
