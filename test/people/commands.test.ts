import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { run as runToken } from '../../server/commands/token.ts';
import { run as runWorkspace } from '../../server/commands/workspace.ts';
import { Caller, firstAdmin, invited, PASSWORD } from './caller.ts';
import { type People, startPeople } from './harness.ts';

const reach = vi.hoisted(() => ({ reachStore: vi.fn() }));
vi.mock('../../server/commands/reach.ts', () => reach);

let people: People;
const close = vi.fn(async () => {});
const written = { out: '', err: '' };

beforeAll(async () => {
  people = await startPeople();
  const ada = await firstAdmin(people);
  await invited(ada, 'bo@example.com');
  reach.reachStore.mockImplementation(async () => ({ store: people.store, close }));
}, 60_000);
beforeEach(() => {
  Object.assign(written, { out: '', err: '' });
  close.mockClear();
  const into = (name: keyof typeof written) => (text: unknown) => {
    written[name] += String(text);
    return true;
  };
  vi.spyOn(process.stdout, 'write').mockImplementation(into('out'));
  vi.spyOn(process.stderr, 'write').mockImplementation(into('err'));
  return () => vi.restoreAllMocks();
});
afterAll(() => people.close());

test('token: prints a token that may what its agent may, and nothing else', async () => {
  expect(await runToken(['--email', 'Ada@Example.com'])).toBe(0);
  expect(written).toEqual({ out: expect.stringMatching(/^itl_[\w-]{27}\n$/), err: '' });
  const program = new Caller(people.app, written.out.trim());
  expect((await program.get('invitations')).status).toBe(200);
  expect(close).toHaveBeenCalledOnce();
});

test('token: with a name and fewer rights', async () => {
  const args = ['--email', 'bo@example.com', '--name', 'Nightly', '--scopes', 'read,write'];
  expect(await runToken(args)).toBe(0);
  const program = new Caller(people.app, written.out.trim());
  expect((await program.get('tokens')).body['data']).toMatchObject([
    { name: 'Nightly', scopes: ['read', 'write'] },
  ]);
  expect((await program.get('invitations')).status).toBe(403);
});

test('token: an unknown agent or too much wanted is one line on stderr and 1', async () => {
  for (const args of [
    ['--email', 'nobody@example.com'],
    ['--email', 'bo@example.com', '--scopes', 'admin'],
  ]) {
    written.err = '';
    expect(await runToken(args)).toBe(1);
    expect(written).toEqual({ out: '', err: expect.stringMatching(/^[^\n]+\n$/) });
  }
  expect(close).toHaveBeenCalledTimes(2);
});

test('token: asked for wrongly is the usage on stderr and 2, without touching the database', async () => {
  const wrong = [
    [],
    ['--email'],
    ['--mail', 'ada@example.com'],
    ['--email', 'ada@example.com', '--scopes', 'all'],
    ['--email', 'ada@example.com', '--scopes', ''],
    ['--email', 'ada@example.com', 'more'],
  ];
  for (const args of wrong) {
    written.err = '';
    expect(await runToken(args)).toBe(2);
    expect(written).toEqual({ out: '', err: expect.stringMatching(/^Usage: [^\n]+\n$/) });
  }
  expect(close).not.toHaveBeenCalled();
});

test('workspace: makes one with its admin and prints its id', async () => {
  const args = ['--name', 'Second', '--email', 'eve@example.net', '--password', PASSWORD];
  expect(await runWorkspace(args)).toBe(0);
  expect(written).toEqual({ out: expect.stringMatching(/^[0-9a-f-]{36}\n$/), err: '' });
  const eve = new Caller(people.app);
  const session = await eve.logIn('eve@example.net');
  expect(session.body['workspace']).toEqual({ id: written.out.trim(), name: 'Second' });
  written.out = '';
  expect(await runWorkspace(args)).toBe(1);
  expect(await runWorkspace([...args.slice(0, 5), 'password1234'])).toBe(1);
  expect(await runWorkspace(args.slice(0, 4))).toBe(2);
  expect(written.out).toBe('');
});
