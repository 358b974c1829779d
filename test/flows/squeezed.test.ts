/** What browsers fetch arrives squeezed, as each of them takes it, and is the same under every coding. */
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startHub, type TestHub } from '../support/hub.ts';
import { foundAs, websiteOf } from '../support/people.ts';

let hub: TestHub;
beforeAll(async () => {
  hub = await startHub();
});
afterAll(() => hub.close());

async function ask(url: string, accepted: string) {
  const headers = accepted ? { 'accept-encoding': accepted } : {};
  const { headers: said, rawPayload } = await hub.app.inject({ url, headers });
  return { coding: said['content-encoding'], vary: said['vary'], body: rawPayload };
}

/** The loader, the room, and a script and a style sheet of the panel. */
async function addresses(): Promise<string[]> {
  const { id } = await websiteOf(await foundAs(hub));
  const { body } = await hub.app.inject(`/widget/${id}/panel`);
  const named = [...body.matchAll(/"(\/assets\/[^"]+\.(?:js|css))"/g)].map(([, url = '']) => url);
  expect(named.length).toBeGreaterThan(1);
  return ['/widget.js', '/widget/room.js', ...named];
}

it('every script and style sheet of the widget', async () => {
  for (const url of await addresses()) {
    const [plain, brotli, gzip] = [
      await ask(url, ''),
      await ask(url, 'gzip, deflate, br'),
      await ask(url, 'gzip'),
    ];
    expect([plain.coding, brotli.coding, gzip.coding], url).toEqual([undefined, 'br', 'gzip']);
    expect(String(brotli.vary).toLowerCase(), url).toContain('accept-encoding');
    expect(brotliDecompressSync(brotli.body).equals(plain.body), url).toBe(true);
    expect(gunzipSync(gzip.body).equals(plain.body), url).toBe(true);
    expect(brotli.body.length, url).toBeLessThan(plain.body.length / 2);
  }
});

it('every other file of the screens is found, whatever a browser takes', async () => {
  const { body } = await hub.app.inject('/login');
  const [icon = ''] = /\/assets\/[^"]+\.svg/.exec(body) ?? [];
  const plain = await ask(icon, '');
  expect(String(plain.body)).toContain('<svg');
  const brotli = await ask(icon, 'gzip, deflate, br');
  expect(brotliDecompressSync(brotli.body).equals(plain.body)).toBe(true);
});

it('and not where a browser gives a coding no weight', async () => {
  expect((await ask('/widget.js', 'br;q=0, gzip;q=0.0')).coding).toBeUndefined();
});
