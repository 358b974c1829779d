/** Failures of the API as values, told apart as far as a screen needs it. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { api, doubtConnections, whenLoggedOut } from '../../inbox-ui/api.ts';

const fetch = vi.fn<typeof globalThis.fetch>();

beforeEach(() => vi.stubGlobal('fetch', fetch));
afterEach(() => {
  fetch.mockReset();
  vi.unstubAllGlobals();
});

function answer(status: number, body?: unknown, headers?: Record<string, string>): void {
  const text = body === undefined ? null : JSON.stringify(body);
  fetch.mockResolvedValueOnce(new Response(text, { status, ...(headers && { headers }) }));
}

describe('the API client', () => {
  it('asks below /api/v1/ and leaves out what was not given', async () => {
    answer(200, { data: [] });
    const query = { q: 'a b', cursor: null, limit: 50, view: undefined };
    expect(await api.get('contacts', { query })).toEqual({ ok: true, value: { data: [] } });
    expect(fetch).toHaveBeenCalledWith('/api/v1/contacts?q=a+b&limit=50', expect.anything());
  });

  it('takes an empty answer for nothing', async () => {
    answer(204);
    expect(await api.remove('session')).toEqual({ ok: true, value: null });
  });

  it('sends JSON as JSON, and a file as a form', async () => {
    answer(201, {});
    await api.post('tokens', { name: 'x' });
    const [, json] = fetch.mock.calls[0] ?? [];
    expect(json).toMatchObject({ method: 'POST', body: '{"name":"x"}' });
    expect(json?.headers).toMatchObject({ 'content-type': 'application/json' });
    answer(201, {});
    await api.upload('attachments', new File(['x'], 'x.txt'));
    const [, form] = fetch.mock.calls[1] ?? [];
    expect(form?.body).toBeInstanceOf(FormData);
    expect(form?.headers).not.toHaveProperty('content-type');
  });

  it('lets deeds outlive their page, as many as a browser has room for', async () => {
    const outlives = () => fetch.mock.calls.map(([, init]) => init?.keepalive);
    const large = { text: 'x'.repeat(15_000) };
    const answers: (() => void)[] = [];
    fetch.mockImplementation(() => {
      return new Promise((resolve) => answers.push(() => resolve(new Response('{}'))));
    });
    const asked = [1, 2, 3, 4, 5].map(() => api.post('conversations/changes', large));
    expect(outlives()).toEqual([true, true, true, true, false]);
    for (const answer of answers) answer();
    await Promise.all(asked);
    void api.post('conversations/changes', large);
    expect(outlives().at(-1)).toBe(true);
    void api.post('conversations', { text: '话'.repeat(6_000) });
    expect(outlives().at(-1)).toBe(false);
    void api.get('views');
    expect(outlives().at(-1)).toBe(false);
  });

  it('passes on the code, the words and the patience of a refusal', async () => {
    answer(429, { code: 'slow_down', detail: 'Too many.' }, { 'retry-after': '840' });
    expect(await api.post('session', {})).toEqual({
      ok: false,
      error: { status: 429, code: 'slow_down', detail: 'Too many.', retryAfter: 840 },
    });
  });

  it('has a code for answers that are not from our server', async () => {
    fetch.mockResolvedValueOnce(new Response('<h1>Bad gateway</h1>', { status: 502 }));
    expect(await api.get('views')).toMatchObject({ error: { status: 502, code: 'unavailable' } });
  });

  it('calls no answer offline, and an abort an abort', async () => {
    fetch.mockRejectedValueOnce(new TypeError('Failed to fetch'));
    expect(await api.get('views')).toMatchObject({ error: { status: 0, code: 'offline' } });
    fetch.mockRejectedValueOnce(new DOMException('gone', 'AbortError'));
    expect(await api.get('views')).toMatchObject({ error: { status: 0, code: 'aborted' } });
  });

  it('tells when the session has ended, but not when a password was wrong', async () => {
    const told = vi.fn();
    const stop = whenLoggedOut(told);
    answer(401, { code: 'wrong_credentials' });
    await api.post('session', {});
    expect(told).not.toHaveBeenCalled();
    answer(401, { code: 'not_logged_in' });
    await api.get('views');
    expect(told).toHaveBeenCalledOnce();
    stop();
  });
});

describe('where connections may have died unheard', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    doubtConnections();
  });
  afterEach(async () => {
    await vi.advanceTimersByTimeAsync(60_000);
    vi.useRealTimers();
  });

  /** On a connection that died unheard; given up on, it is gone. */
  const dead: typeof globalThis.fetch = (_, init) =>
    new Promise((_resolve, reject) => {
      init?.signal?.addEventListener('abort', () =>
        reject(new DOMException('given up', 'AbortError')),
      );
    });

  it('what is read is asked for again, on as many dead connections as a browser can hold', async () => {
    for (let held = 0; held < 6; held++) fetch.mockImplementationOnce(dead);
    answer(200, { data: [] });
    const asked = api.get('views');
    await vi.advanceTimersByTimeAsync(15_000);
    expect(await asked).toEqual({ ok: true, value: { data: [] } });
    expect(fetch).toHaveBeenCalledTimes(7);
  });

  it('so is what was waiting before there was doubt', async () => {
    await vi.advanceTimersByTimeAsync(60_000);
    fetch.mockImplementationOnce(dead);
    answer(200, { data: [] });
    const asked = api.get('views');
    await vi.advanceTimersByTimeAsync(20_000);
    expect(fetch).toHaveBeenCalledTimes(1);
    doubtConnections();
    await vi.advanceTimersByTimeAsync(2_500);
    expect(await asked).toEqual({ ok: true, value: { data: [] } });
  });

  it('how something is to be is said again', async () => {
    fetch.mockImplementationOnce(dead);
    answer(204);
    const said = api.put('conversations/a/read', { seq: 3 });
    await vi.advanceTimersByTimeAsync(2_500);
    expect(await said).toEqual({ ok: true, value: null });
    expect(fetch.mock.calls.map(([, init]) => init?.body)).toEqual(['{"seq":3}', '{"seq":3}']);
  });

  it('a server that is slow has time to answer', async () => {
    for (let held = 0; held < 6; held++) fetch.mockImplementationOnce(dead);
    fetch.mockImplementationOnce(
      () => new Promise((resolve) => setTimeout(() => resolve(new Response('{}')), 10_000)),
    );
    const asked = api.get('search');
    await vi.advanceTimersByTimeAsync(25_000);
    expect(await asked).toEqual({ ok: true, value: {} });
  });

  it('what must not be done twice is asked once', async () => {
    fetch.mockImplementation(dead);
    void api.post('tokens', { name: 'x' });
    await vi.advanceTimersByTimeAsync(59_000);
    expect(fetch).toHaveBeenCalledTimes(1);
  });
});
