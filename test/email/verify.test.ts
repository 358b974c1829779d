/** Which webhooks are let in, beyond what every channel has to show. */
import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { AdapterRequest, Settings } from '../../adapters/adapter.ts';
import { verify } from '../../adapters/email/verify.ts';
import { fetched, mail, settings, taken } from './channel.ts';

const NOW = new Date('2026-11-20T12:00:00Z');
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);
const TIMESTAMP = String(NOW.getTime() / 1000);

const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pem = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();
const keys: Settings = {
  ...settings,
  sendgridKey: pem.replace(/-----[^-]+-----|\s/g, ''),
  mailgunKey: 'mailgun-key',
  webhookPassword: 'pass:word',
};

const bytes = (text: string) => new TextEncoder().encode(text);
const request = (headers: Record<string, string>, body: string): AdapterRequest => {
  return { method: 'POST', url: '/webhook', headers, body: bytes(body) };
};

describe('SendGrid signs time and body', () => {
  function signed(body: string, timestamp = TIMESTAMP): AdapterRequest {
    const signature = sign('sha256', bytes(timestamp + body), pair.privateKey).toString('base64');
    const name = 'x-twilio-email-event-webhook';
    return request({ [`${name}-signature`]: signature, [`${name}-timestamp`]: timestamp }, body);
  }

  test('and is let in, with the key in one line or as PEM', () => {
    expect(verify(signed('hello'), keys, NOW)).toBe(true);
    expect(verify(signed('hello'), { ...keys, sendgridKey: pem }, NOW)).toBe(true);
  });

  test('not with any byte changed', () => {
    const given = signed('hello');
    for (const index of given.body.keys()) {
      const body = given.body.map((byte, place) => (place === index ? byte ^ 1 : byte));
      expect(verify({ ...given, body }, keys, NOW)).toBe(false);
    }
  });

  test('not with another time', () => {
    const given = signed('hello');
    const name = 'x-twilio-email-event-webhook-timestamp';
    const headers = { ...given.headers, [name]: String(Number(TIMESTAMP) + 1) };
    expect(verify({ ...given, headers }, keys, NOW)).toBe(false);
  });

  test.each([-301, 301])('not at %d seconds from now', (seconds) => {
    expect(verify(signed('hello'), keys, later(Math.sign(seconds) * 299))).toBe(true);
    expect(verify(signed('hello'), keys, later(seconds))).toBe(false);
  });

  test('not where the key is none', () => {
    for (const sendgridKey of ['', 'no key', 'AAAA', pem.slice(0, 90)]) {
      expect(verify(signed('hello'), { ...keys, sendgridKey }, NOW)).toBe(false);
    }
  });
});

describe('Mailgun signs time and token', () => {
  function form(timestamp = TIMESTAMP, key = 'mailgun-key'): Record<string, string> {
    const token = 'a'.repeat(50);
    const signature = createHmac('sha256', key)
      .update(timestamp + token)
      .digest('hex');
    return { timestamp, token, signature, 'body-mime': mail() };
  }
  const posted = (fields: Record<string, string>) =>
    request(
      { 'content-type': 'application/x-www-form-urlencoded' },
      String(new URLSearchParams(fields)),
    );

  function multipart(fields: Record<string, string>): AdapterRequest {
    const parts = Object.entries(fields).map(
      ([name, value]) =>
        `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    );
    const headers = { 'content-type': 'multipart/form-data; boundary="b"' };
    return request(headers, `${parts.join('')}--b--\r\n`);
  }

  test('and is let in, by either kind of form', () => {
    expect(verify(posted(form()), keys, NOW)).toBe(true);
    expect(verify(multipart(form()), keys, NOW)).toBe(true);
  });

  test('not with another token, time or key', () => {
    expect(verify(posted({ ...form(), token: 'b'.repeat(50) }), keys, NOW)).toBe(false);
    expect(verify(posted({ ...form(), timestamp: `${Number(TIMESTAMP) + 1}` }), keys, NOW)).toBe(
      false,
    );
    expect(verify(posted(form(TIMESTAMP, 'another')), keys, NOW)).toBe(false);
    expect(verify(posted(form(TIMESTAMP, '')), { ...keys, mailgunKey: '' }, NOW)).toBe(false);
  });

  test.each([-301, 301])('not at %d seconds from now', (seconds) => {
    expect(verify(posted(form()), keys, later(Math.sign(seconds) * 299))).toBe(true);
    expect(verify(posted(form()), keys, later(seconds))).toBe(false);
  });

  test.each(['', '1e9', ' 1795176000', '-1', 'NaN', '99999999999999'])(
    'not at “%s”',
    (timestamp) => {
      expect(verify(posted(form(timestamp)), keys, NOW)).toBe(false);
    },
  );
});

describe('a password', () => {
  const shown = (text: string) =>
    request({ authorization: `Basic ${Buffer.from(text).toString('base64')}` }, '{}');

  test('opens under any user name, colons in it and all', () => {
    expect(verify(shown('postmark:pass:word'), keys, NOW)).toBe(true);
    expect(verify(shown(':pass:word'), keys, NOW)).toBe(true);
  });

  test.each(['postmark:pass', 'word', 'postmark:', ':', 'pass:word:', 'x:PASS:WORD'])(
    'is not “%s”',
    (text) => expect(verify(shown(text), keys, NOW)).toBe(false),
  );

  test('that is not set opens nothing', () => {
    expect(verify(shown('postmark:'), { ...keys, webhookPassword: '' }, NOW)).toBe(false);
  });
});

test('what only our own doors say, nobody is let in with', () => {
  expect(verify(fetched(mail()), keys, NOW)).toBe(false);
  expect(verify(taken(mail()), keys, NOW)).toBe(false);
});

test('a megabyte of anything is refused at once', () => {
  const long = (text: string) => text.repeat(1_000_000 / text.length);
  const type = 'content-type';
  const requests = [
    request({ authorization: `Basic ${long('=')}` }, ''),
    request({ [type]: `multipart/form-data; ${long('boundary=')}` }, long('--')),
    request({ [type]: 'multipart/form-data; boundary=-' }, long('-')),
    request({ [type]: 'multipart/form-data; boundary=b' }, long('--b name="')),
    request({ [type]: 'application/x-www-form-urlencoded' }, long('%&=')),
    request({ [type]: 'application/x-www-form-urlencoded' }, long('a=%41&')),
  ];
  for (const one of requests) {
    const start = performance.now();
    expect(verify(one, keys, NOW)).toBe(false);
    expect(performance.now() - start).toBeLessThan(1_000);
  }
});
