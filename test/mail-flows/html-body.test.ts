/** The HTML form of a mail: nothing in it runs, nothing is fetched unasked, and nobody else opens it (C9, C10, A17). */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTickets } from '../../server/attachments/tickets.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import { Mailbox } from '../support/mailbox.ts';
import { type Agent, Caller, foundAnother, foundAs } from '../support/people.ts';

const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

let hub: TestHub;
let ana: Agent;
let web: Server;
let asked: { url: string; headers: Record<string, unknown> }[];
let base: string;
let path: string;

beforeAll(async () => {
  asked = [];
  web = createServer(({ url = '', headers }, response) => {
    asked.push({ url, headers });
    const elsewhere = url.includes('away') ? '/pixel.png' : 'http://10.0.0.1/';
    const moved = url.includes('away') || url.includes('inside');
    const isVector = url.includes('.svg');
    response.writeHead(moved ? 302 : 200, {
      'content-type': isVector ? 'image/svg+xml' : 'image/png',
      'set-cookie': 'who=ana',
      ...(moved && { location: elsewhere }),
    });
    const drawing = '<svg xmlns="http://www.w3.org/2000/svg"/>';
    response.end(isVector ? drawing : Buffer.from(PIXEL, 'base64'));
  });
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
  hub = await startHub();
  ana = await foundAs(hub);
  const desk = await Mailbox.connect({ agent: ana });
  const html = [
    '<p onclick="steal()">Look: <img src="cid:photo@example.org"></p><script>steal()</script>',
    ...['pixel.png?a=1&amp;b=2', 'away', 'drawing.svg', 'inside'].map(
      (name) => `<img src="${base}/${name}">`,
    ),
    '<style>p{background:url(http://tracker.example.net/)}</style><form action="/x"><input></form>',
    '<a href="javascript:steal()">x</a><a href="https://example.org/">shop</a>',
  ].join('\r\n');
  const { id } = await desk.begin({
    content: {
      type: 'multipart/related; boundary="edge"',
      body: [
        `--edge\r\nContent-Type: text/html; charset=utf-8\r\n\r\n${html}`,
        '--edge\r\nContent-Type: image/png\r\nContent-ID: <photo@example.org>',
        `Content-Disposition: inline\r\nContent-Transfer-Encoding: base64\r\n\r\n${PIXEL}`,
        '--edge--',
      ].join('\r\n'),
    },
  });
  const [message] = await desk.messages(id);
  path = `/api/v1/conversations/${id}/messages/${message?.id}/body`;
}, 60_000);

afterAll(async () => {
  await hub.close();
  web.close();
});

const body = (query = '', who: Caller = ana) => who.call<string>('GET', path + query);
const tickets = (html: string) =>
  [...html.matchAll(/src="(\/inline\/[^"]+)"/g)].map(([, url = '']) => url);
const open = (url: string) => hub.app.inject({ url });

describe('the HTML form of a mail', () => {
  it('comes with a policy under which nothing runs and nothing is fetched from elsewhere', async () => {
    const { status, headers } = await body();
    expect(status).toBe(200);
    const policy = String(headers['content-security-policy']);
    for (const rule of ["default-src 'none'", "img-src 'self'", "form-action 'none'", 'sandbox']) {
      expect(policy).toContain(rule);
    }
    expect(policy).not.toMatch(/allow-scripts|allow-same-origin|script-src/);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBe('no-referrer');
  });

  it('has lost everything that could act', async () => {
    const { body: html } = await body('?images=yes');
    expect(html).toContain('Look:');
    expect(html).toContain('https://example.org/');
    expect(html).not.toMatch(/<script|onclick|javascript:|<form|<input|tracker\.example/i);
  });

  it('shows the images it brought, by ticket', async () => {
    const [ticket = '', ...others] = tickets((await body()).body);
    expect(others).toEqual([]);
    const image = await open(ticket);
    expect(image.statusCode).toBe(200);
    expect(image.headers['content-type']).toBe('image/png');
    expect(image.rawPayload.equals(Buffer.from(PIXEL, 'base64'))).toBe(true);
    expect(asked).toEqual([]);
  });

  it('fetches remote images only when asked, by our own server, without saying for whom', async () => {
    const [, pixel = '', away = ''] = tickets((await body('?images=yes')).body);
    expect(asked).toEqual([]);
    const image = await open(pixel);
    expect(image.statusCode).toBe(200);
    // Drawn anew: pixels alone come through.
    expect(image.headers['content-type']).toBe('image/webp');
    expect(image.rawPayload.subarray(8, 12).toString()).toBe('WEBP');
    expect(image.headers['set-cookie']).toBeUndefined();
    expect((await open(away)).statusCode).toBe(200);
    expect(asked.map(({ url }) => url)).toEqual(['/pixel.png?a=1&b=2', '/away', '/pixel.png']);
    for (const { headers } of asked) expect(headers).not.toHaveProperty('referer');
    for (const { headers } of asked) expect(headers).not.toHaveProperty('cookie');
  });

  it('shows no drawing that could hold a program, and reaches no inner network', async () => {
    const [, , , drawing = '', inside = ''] = tickets((await body('?images=yes')).body);
    expect((await open(drawing)).statusCode).toBe(404);
    expect((await open(inside)).statusCode).toBe(404);
  });

  it('opens to nobody else: no stranger, no other workspace', async () => {
    expect((await body('', new Caller(hub))).status).toBe(401);
    const otto = await foundAnother(hub);
    expect((await body('', otto)).status).toBe(404);
    expect((await otto.call('GET', path.replace('/body', '/raw'))).status).toBe(404);
  });

  it('is opened by no ticket that is old, made up or changed', async () => {
    const [ticket = ''] = tickets((await body()).body);
    const [text = '', seal = ''] = ticket.replace('/inline/', '').split('.');
    const known = createTickets('a key for tests that is long enough');
    expect(known.redeem(`${text}.${seal}`)).not.toBeNull();
    expect(known.redeem(`${text}.${seal}`, Date.now() + 6 * 60_000)).toBeNull();
    const other = createTickets('another key that is long enough').issue({
      kind: 'remote',
      url: `${base}/pixel.png`,
    });
    const longer = Buffer.from(text, 'base64url')
      .toString()
      .replace(/"until":\d/, '"until":9');
    const changed = Buffer.from(longer).toString('base64url');
    for (const bad of [other, `${changed}.${seal}`, `${text}.`, text, 'x']) {
      expect((await open(`/inline/${bad}`)).statusCode).toBe(404);
    }
  });

  it('that is old opens nothing at the door either', async () => {
    const { payload } = await hub.app.inject({ url: path, headers: ana.headers });
    const [ticket = ''] = tickets(payload);
    const real = Date.now;
    Date.now = () => real() + 6 * 60_000;
    const late = await open(ticket).finally(() => {
      Date.now = real;
    });
    expect(late.statusCode).toBe(404);
    expect((await open(ticket)).statusCode).toBe(200);
  });
});
