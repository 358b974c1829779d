/** What an agent likes: shown at once, and told to the server one change after the other. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { prefer, preferences, sendWaiting } from '../../inbox-ui/session/preferences.ts';
import { enter, session } from '../../inbox-ui/session/session.ts';
import type { Session } from '../../server/wire/people.ts';

type Likes = Session['agent']['preferences'];

const ana = (likes: Likes): Session => ({
  agent: {
    id: 'a',
    name: 'Ana',
    email: 'ana@example.com',
    role: 'agent',
    removedAt: null,
    locale: 'en',
    preferences: likes,
  },
  workspace: { id: 'w', name: 'Shop' },
  demo: false,
});

/** What was asked, in order, each with its answer to be given by hand. */
let asked: { likes: Likes; outlives: boolean; answer: (status?: number) => void }[];
let stored: Likes;

beforeEach(async () => {
  [asked, stored] = [[], {}];
  vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined });
  vi.stubGlobal('document', { documentElement: {} });
  vi.stubGlobal('location', { pathname: '/inbox' });
  vi.stubGlobal('fetch', (_url: string, init: RequestInit) => {
    const { preferences: likes } = JSON.parse(String(init.body)) as { preferences: Likes };
    return new Promise<Response>((resolve) => {
      const answer = (status = 200) => {
        if (status === 200) stored = { ...stored, ...likes };
        resolve(new Response(JSON.stringify(status === 200 ? ana(stored) : {}), { status }));
      };
      asked.push({ likes, outlives: init.keepalive === true, answer });
    });
  });
  await enter(ana({}));
});
afterEach(() => vi.unstubAllGlobals());

const likes = () => asked.map((one) => one.likes);
const looks = () => [preferences.value.theme, preferences.value.density];

it('are told one after the other, and what waits goes together', async () => {
  void prefer({ theme: 'dark' });
  await expect.poll(likes).toEqual([{ theme: 'dark' }]);
  void prefer({ theme: 'light' });
  const done = prefer({ density: 'compact' });
  expect(looks()).toEqual(['light', 'compact']);
  asked[0]?.answer();
  await expect.poll(likes).toEqual([{ theme: 'dark' }, { theme: 'light', density: 'compact' }]);
  // The answer to what was asked first does not bring it back.
  expect(looks()).toEqual(['light', 'compact']);
  asked[1]?.answer();
  await done;
  expect([looks(), stored]).toEqual([['light', 'compact'], { theme: 'light', density: 'compact' }]);
});

it('are as they were where the server refuses, but for what is still on its way', async () => {
  await enter(ana({ theme: 'light' }));
  const first = prefer({ theme: 'dark', density: 'cosy' });
  await expect.poll(likes).toHaveLength(1);
  const second = prefer({ density: 'compact' });
  asked[0]?.answer(503);
  await first;
  expect(looks()).toEqual(['light', 'compact']);
  await expect.poll(likes).toHaveLength(2);
  asked[1]?.answer(503);
  await second;
  expect(looks()).toEqual(['light', 'comfortable']);
});

it('go with the page that is left, while what was asked before is not answered', async () => {
  const first = prefer({ theme: 'dark' });
  await expect.poll(likes).toHaveLength(1);
  sendWaiting();
  expect(asked).toHaveLength(1);
  const second = prefer({ theme: 'light' });
  sendWaiting();
  expect(asked.at(-1)).toMatchObject({ likes: { theme: 'light' }, outlives: true });
  // The page comes back after all.
  for (const { answer } of asked) answer();
  await first;
  await expect.poll(likes).toHaveLength(3);
  asked.at(-1)?.answer();
  await second;
  expect([session.value?.agent.preferences, stored]).toEqual([
    { theme: 'light' },
    { theme: 'light' },
  ]);
});
