/** Who the visitor is: made late, made once, shared by the tabs, and never handed to somebody else. */
import { describe, expect, it, vi } from 'vitest';
import type { Api } from '../../widget/panel/api.ts';
import { Refused } from '../../widget/panel/errors.ts';
import { Session, subjectOf } from '../../widget/panel/session.ts';
import { createBrowser, createTurns, settle } from './samples.ts';

type Wish = { jwt?: string; token?: string };

function setUp() {
  const browser = createBrowser();
  const lock = createTurns();
  const replaced = vi.fn();
  let made = 0;
  const createSession = vi.fn(async (_wish: Wish) => {
    await settle();
    made += 1;
    return { token: `token-${made}`, person: null };
  });
  const endSession = vi.fn(async (_token: string) => undefined);
  const api = { createSession, endSession } as unknown as Api;
  const openTab = () => new Session({ api, store: browser.openStore(), lock, replaced });
  return { browser, createSession, endSession, replaced, openTab };
}

const jwt = (sub: string, more = ''): string =>
  `h.${Buffer.from(JSON.stringify({ sub, more })).toString('base64url')}.s`;

describe('a guest', () => {
  it('has no token until it is needed, and then one', async () => {
    const { openTab, createSession } = setUp();
    const session = openTab();
    expect([session.token.value, createSession.mock.calls.length]).toEqual([null, 0]);
    const tokens = await Promise.all([session.ensure(), session.ensure()]);
    expect(tokens).toEqual(['token-1', 'token-1']);
    expect(createSession.mock.calls).toEqual([[{}]]);
  });

  it('is the same one in two tabs that begin at once', async () => {
    const { openTab, createSession } = setUp();
    const [one, two] = [openTab(), openTab()];
    expect(await Promise.all([one.ensure(), two.ensure()])).toEqual(['token-1', 'token-1']);
    expect(createSession).toHaveBeenCalledTimes(1);
  });

  it('is remembered on the next page', async () => {
    const { openTab } = setUp();
    await openTab().ensure();
    expect(openTab().token.value).toBe('token-1');
  });

  it('gets a new token when the server does not know the old one', async () => {
    const { openTab } = setUp();
    const session = openTab();
    session.lose(await session.ensure());
    expect(session.token.value).toBeNull();
    expect(await session.ensure()).toBe('token-2');
  });

  it('takes over what another tab replaced meanwhile', async () => {
    const { openTab, createSession } = setUp();
    const [one, two] = [openTab(), openTab()];
    const old = await one.ensure();
    two.adopt();
    two.lose(old);
    await two.ensure();
    one.lose(old);
    expect(await one.ensure()).toBe('token-2');
    expect(createSession).toHaveBeenCalledTimes(2);
  });

  it('may be claimed to be somebody, which proves nothing and asks nothing', () => {
    const { openTab, createSession } = setUp();
    const session = openTab();
    session.identify({ name: 'Mia', email: 'mia@example.com' });
    expect([session.claims?.name, session.needsProof]).toEqual(['Mia', false]);
    expect(createSession).not.toHaveBeenCalled();
  });
});

describe('a person', () => {
  it('is proven with the talk so far, and asked for only then', async () => {
    const { openTab, createSession } = setUp();
    const session = openTab();
    await session.ensure();
    session.identify({ jwt: jwt('mia') });
    expect([session.needsProof, createSession.mock.calls.length]).toEqual([true, 1]);
    await session.ensure();
    expect(createSession.mock.lastCall).toEqual([{ jwt: jwt('mia'), token: 'token-1' }]);
    expect(session.needsProof).toBe(false);
  });

  it('is not proven again on the next page, though the website signs anew', async () => {
    const { openTab, createSession } = setUp();
    const first = openTab();
    first.identify({ jwt: jwt('mia') });
    await first.ensure();
    const next = openTab();
    next.identify({ jwt: jwt('mia', 'later') });
    expect(await next.ensure()).toBe('token-1');
    expect(createSession).toHaveBeenCalledTimes(1);
  });

  it('never meets the session of the one before', async () => {
    const { openTab, createSession, replaced } = setUp();
    const first = openTab();
    first.identify({ jwt: jwt('mia') });
    await first.ensure();
    const next = openTab();
    next.identify({ jwt: jwt('tom') });
    expect([next.token.value, replaced.mock.calls.length]).toEqual([null, 1]);
    await next.ensure();
    expect(createSession.mock.lastCall).toEqual([{ jwt: jwt('tom') }]);
  });

  it('who is refused becomes a guest, and the visitor is told', async () => {
    const { openTab, createSession } = setUp();
    createSession.mockRejectedValueOnce(new Refused(401, 'unknown_visitor'));
    const session = openTab();
    session.identify({ jwt: jwt('mia') });
    await expect(session.ensure()).rejects.toThrow(Refused);
    expect([session.identityRefused.value, session.needsProof]).toEqual([true, false]);
    expect(await session.ensure()).toBe('token-1');
    expect(createSession.mock.lastCall).toEqual([{}]);
  });

  it('is not called refused by a server that is only busy', async () => {
    const { openTab, createSession } = setUp();
    createSession.mockRejectedValueOnce(new Refused(429, 'slow_down', '', 1000));
    const session = openTab();
    session.identify({ jwt: jwt('mia') });
    await expect(session.ensure()).rejects.toThrow(Refused);
    expect([session.identityRefused.value, session.needsProof]).toEqual([false, true]);
  });
});

describe('a log-out', () => {
  it('ends the token on the server and here, even when the server is away', async () => {
    const { openTab, endSession, browser } = setUp();
    const session = openTab();
    await session.ensure();
    endSession.mockRejectedValueOnce(new Error('away'));
    await session.reset();
    expect(endSession).toHaveBeenCalledWith('token-1');
    expect([session.token.value, browser.kept.size]).toEqual([null, 0]);
  });
});

it('reads whom a proof names, also in other scripts, and never throws', () => {
  expect(subjectOf(jwt('用户-1'))).toBe('用户-1');
  for (const odd of ['', 'a', 'a.b.c', 'a.!!!.c', `h.${btoa('7')}.s`]) {
    expect(subjectOf(odd)).toBe(odd);
  }
});
