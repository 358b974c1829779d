/** On which websites a web chat may appear. */
import { describe, expect, test } from 'vitest';
import type { Settings } from '../../adapters/adapter.ts';
import { allowedOrigins, originAllowed } from '../../adapters/visitor.ts';

describe('the list of allowed websites (V6)', () => {
  const listing = (allowed: string): Settings => ({
    channelId: 'channel-shop',
    allowedOrigins: allowed,
  });

  test('lets everybody in while it is empty', () => {
    expect(originAllowed('https://any.example.net', listing(' \n'))).toBe(true);
    expect(originAllowed(undefined, listing(''))).toBe(true);
    expect(allowedOrigins(listing(''))).toBeNull();
  });

  const settings = listing(
    'https://shop.example.com/\nhttps://*.example.org\nhttp://localhost:8080',
  );

  test.each([
    'https://shop.example.com',
    'https://SHOP.example.com',
    'https://a.example.org',
    'https://a.b.example.org',
    'http://localhost:8080',
  ])('lets %s in', (origin) => {
    expect(originAllowed(origin, settings)).toBe(true);
  });

  test.each([
    undefined,
    '',
    'null',
    'http://shop.example.com',
    'https://shop.example.com:444',
    'https://shop.example.com.evil.net',
    'https://evil.net/https://shop.example.com',
    'https://shop.example.com@evil.net',
    'https://example.org',
    'https://evilexample.org',
    'http://a.example.org',
    'https://a.example.org:8443',
    'http://localhost:8081',
    'file://localhost:8080',
  ])('keeps %s out', (origin) => {
    expect(originAllowed(origin, settings)).toBe(false);
  });

  test('lets nobody in when every line of it is wrong', () => {
    expect(originAllowed('https://shop.example.com', listing('shop.example.com'))).toBe(false);
  });

  test('is fit for a header', () => {
    const odd = listing(
      "https://shop.example.com\n*; script-src 'unsafe-inline'\nhttps://*.example.org/",
    );
    expect(allowedOrigins(odd)).toEqual(['https://shop.example.com', 'https://*.example.org']);
  });
});
