/** Who a visitor is: tokens (V1), signed identities (V3), the identity both become (V5). */
import { createHash } from 'node:crypto';
import { SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import type { Settings } from '../../adapters/adapter.ts';
import {
  decodeVisitorToken,
  mintVisitorToken,
  readVisitorToken,
  type SiteUser,
  type Visitor,
  verifyIdentity,
  visitorEventId,
  visitorIdentity,
} from '../../adapters/visitor.ts';

const NOW = new Date('2026-11-20T12:00:00.000Z');
const SECONDS = NOW.getTime() / 1000;

const shop: Settings = {
  channelId: 'channel-shop',
  tokenSecret: 'token-secret-of-the-shop',
  identitySecret: 'identity-secret-of-the-shop',
};
const hotel: Settings = {
  channelId: 'channel-hotel',
  tokenSecret: 'token-secret-of-the-hotel',
  identitySecret: 'identity-secret-of-the-hotel',
};
const ana: SiteUser = {
  sub: 'customer-1',
  jti: 'jwt-1',
  exp: SECONDS + 1800,
  name: 'Ana Ruiz',
  email: 'ana@example.com',
};

describe('a visitor token (V1)', () => {
  test('is read on its own channel', () => {
    const token = mintVisitorToken(shop);
    const tokenHash = createHash('sha256').update(token).digest('hex');
    expect(readVisitorToken(token, shop, NOW)).toEqual({ tokenHash, person: null });
  });

  test('carries the person the site vouched for', () => {
    const visitor = readVisitorToken(mintVisitorToken(shop, ana), shop, NOW);
    expect(visitor?.person).toEqual(ana);
  });

  test('is nothing on another channel', () => {
    const token = mintVisitorToken(shop);
    expect(readVisitorToken(token, shop, NOW)).not.toBeNull();
    expect(readVisitorToken(token, hotel, NOW)).toBeNull();
    const sameSecret = { ...hotel, tokenSecret: shop['tokenSecret'] ?? '' };
    expect(readVisitorToken(token, sameSecret, NOW)).toBeNull();
  });

  test('holds 192 random bits, never the same twice', () => {
    const tokens = Array.from({ length: 10_000 }, () => mintVisitorToken(shop));
    const randoms = tokens.map((token) => contentOf(token)['r']);
    expect(new Set(randoms).size).toBe(10_000);
    expect(Buffer.from(String(randoms[0]), 'base64url')).toHaveLength(24);
    // Each of the 192 bits is set in about half of the tokens: none is stuck.
    const bytes = randoms.map((random) => Buffer.from(String(random), 'base64url'));
    for (let bit = 0; bit < 192; bit += 1) {
      const set = bytes.filter((all) => ((all[bit >> 3] ?? 0) >> (bit & 7)) & 1).length;
      expect(set).toBeGreaterThan(4_500);
      expect(set).toBeLessThan(5_500);
    }
  });

  test('is refused with any character changed, added or taken away', () => {
    const token = mintVisitorToken(shop, ana);
    expect(readVisitorToken(token, shop, NOW)).not.toBeNull();
    for (let index = 0; index < token.length; index += 1) {
      const other = token[index] === 'A' ? 'B' : 'A';
      const changed = token.slice(0, index) + other + token.slice(index + 1);
      expect(readVisitorToken(changed, shop, NOW)).toBeNull();
    }
    for (const odd of [`${token}.`, `${token}A`, `${token}=`, ` ${token}`, token.slice(0, -1)]) {
      expect(readVisitorToken(odd, shop, NOW)).toBeNull();
    }
  });

  test.each(['', '.', '..', 'a.b', 'x'.repeat(100_000), `${'A'.repeat(40)}.`])(
    'is not “%.20s”',
    (odd) => {
      expect(readVisitorToken(odd, shop, NOW)).toBeNull();
    },
  );

  test('cannot be made with an empty secret', () => {
    const keyless = { ...shop, tokenSecret: '' };
    expect(readVisitorToken(mintVisitorToken(keyless), keyless, NOW)).toBeNull();
  });

  test('of a person runs out with the word of the site; an anonymous one does not', () => {
    const [known, unknown] = [mintVisitorToken(shop, ana), mintVisitorToken(shop)];
    const before = new Date((ana.exp - 1) * 1000);
    const after = new Date(ana.exp * 1000);
    expect(readVisitorToken(known, shop, before)).not.toBeNull();
    expect(readVisitorToken(known, shop, after)).toBeNull();
    expect(readVisitorToken(unknown, shop, new Date('2036-01-01'))).not.toBeNull();
  });

  test('says the same in a stored request, when it has run out and the secret is another', () => {
    const token = mintVisitorToken(shop, ana);
    expect(decodeVisitorToken(token)).toEqual(readVisitorToken(token, shop, NOW));
  });
});

describe('the word of the site (V3)', () => {
  const claims = { sub: 'customer-1', jti: 'jwt-1', name: 'Ana Ruiz', email: 'ana@example.com' };

  test('makes a person', async () => {
    expect(await verifyIdentity(await jwt(claims), shop, NOW)).toEqual({ ok: true, person: ana });
  });

  test('needs neither name nor e-mail', async () => {
    const { sub, jti, exp } = ana;
    const bare = await jwt({ sub, jti });
    expect(await verifyIdentity(bare, shop, NOW)).toEqual({ ok: true, person: { sub, jti, exp } });
  });

  test('is refused with another secret, for another channel, or tampered with', async () => {
    const foreign = await jwt(claims, { secret: 'identity-secret-of-the-hotel' });
    expect(await verifyIdentity(foreign, shop, NOW)).toEqual(refused('signature'));
    const elsewhere = await jwt(claims, { audience: 'channel-hotel' });
    expect(await verifyIdentity(elsewhere, shop, NOW)).toEqual(refused('audience'));
    const [head, , signature] = (await jwt(claims)).split('.');
    const admin = encode({
      ...claims,
      sub: 'admin',
      iat: SECONDS,
      exp: ana.exp,
      aud: 'channel-shop',
    });
    const tampered = `${head}.${admin}.${signature}`;
    expect(await verifyIdentity(tampered, shop, NOW)).toEqual(refused('signature'));
  });

  test('is refused without a signature, whatever it names as its algorithm', async () => {
    const body = encode({ ...claims, iat: SECONDS, exp: ana.exp, aud: 'channel-shop' });
    for (const alg of ['none', 'None', 'nOnE', 'HS512', 'RS256', '']) {
      const forged = `${encode({ alg, typ: 'JWT' })}.${body}.`;
      expect(await verifyIdentity(forged, shop, NOW)).toMatchObject({ ok: false });
    }
    const unsigned = `${encode({ alg: 'HS256' })}.${body}.`;
    expect(await verifyIdentity(unsigned, shop, NOW)).toEqual(refused('signature'));
  });

  test('is refused when signed with another algorithm and the right secret', async () => {
    const strong = await jwt(claims, { algorithm: 'HS512' });
    expect(await verifyIdentity(strong, shop, NOW)).toEqual(refused('algorithm'));
  });

  test('runs out, with half a minute for clocks that differ', async () => {
    const old = await jwt(claims, { issued: SECONDS - 3600, expires: SECONDS - 20 });
    expect(await verifyIdentity(old, shop, NOW)).toMatchObject({ ok: true });
    const older = await jwt(claims, { issued: SECONDS - 3600, expires: SECONDS - 40 });
    expect(await verifyIdentity(older, shop, NOW)).toEqual(refused('expired'));
    const early = await jwt(claims, { issued: SECONDS + 20 });
    expect(await verifyIdentity(early, shop, NOW)).toMatchObject({ ok: true });
    const future = await jwt(claims, { issued: SECONDS + 40 });
    expect(await verifyIdentity(future, shop, NOW)).toEqual(refused('claims'));
  });

  test('is good for an hour at most', async () => {
    const hour = await jwt(claims, { expires: SECONDS + 3600 });
    expect(await verifyIdentity(hour, shop, NOW)).toMatchObject({ ok: true });
    const longer = await jwt(claims, { expires: SECONDS + 3601 });
    expect(await verifyIdentity(longer, shop, NOW)).toEqual(refused('lifetime'));
  });

  test.each(['sub', 'jti', 'iat', 'exp', 'aud'])('is refused without %s', async (missing) => {
    const all = { ...claims, iat: SECONDS, exp: ana.exp, aud: 'channel-shop' };
    expect(await verifyIdentity(await rawJwt(all), shop, NOW)).toMatchObject({ ok: true });
    const rest = Object.fromEntries(Object.entries(all).filter(([name]) => name !== missing));
    expect(await verifyIdentity(await rawJwt(rest), shop, NOW)).toMatchObject({ ok: false });
  });

  test.each([
    ['an empty person', { sub: '' }],
    ['a number for a person', { sub: 7 }],
    ['a control character in a person', { sub: 'customer-1\0' }],
    ['an endless person', { sub: 'x'.repeat(256) }],
    ['an endless name', { name: 'x'.repeat(101) }],
    ['a name that is no text', { name: { first: 'Ana' } }],
  ])('is refused with %s', async (_, change) => {
    const odd = await jwt({ ...claims, ...change });
    expect(await verifyIdentity(odd, shop, NOW)).toEqual(refused('claims'));
  });

  test.each(['', 'a', 'a.b.c', '..', 'x'.repeat(5000)])('is not “%.20s”', async (odd) => {
    expect(await verifyIdentity(odd, shop, NOW)).toEqual(refused('malformed'));
  });

  test('is worth nothing where the channel has no identity secret', async () => {
    const token = await jwt(claims);
    const keyless = { ...shop, identitySecret: '' };
    expect(await verifyIdentity(token, keyless, NOW)).toEqual(refused('signature'));
  });
});

describe('the identity of a visitor', () => {
  const anonymous: Visitor = { tokenHash: 'f00d', person: null };
  const known: Visitor = { tokenHash: 'beef', person: ana };

  test('is one browser as long as nobody vouches, and what it says stays a claim', () => {
    expect(visitorIdentity(anonymous, shop, { name: 'Boss', email: 'boss@example.com' })).toEqual({
      identity: {
        kind: 'visitor',
        scope: 'channel-shop',
        value: 'f00d',
        verified: false,
        name: 'Boss',
        email: 'boss@example.com',
      },
      thread: 'v:f00d',
    });
  });

  test('is the same person on every device once the site vouches', () => {
    const phone = visitorIdentity(known, shop);
    const laptop = visitorIdentity({ ...known, tokenHash: 'cafe' }, shop);
    expect(phone).toEqual(laptop);
    expect(phone.thread).toBe('u:customer-1');
    expect(phone.identity).toMatchObject({
      kind: 'site-user',
      value: 'customer-1',
      verified: true,
    });
  });

  test('does not let claims near a verified person', () => {
    const { identity } = visitorIdentity(known, shop, { name: 'Boss', email: 'boss@example.com' });
    expect(identity).toMatchObject({ name: 'Ana Ruiz', email: 'ana@example.com' });
  });

  test('keeps a person called like a token apart from that token', () => {
    const impostor = { ...known, person: { ...ana, sub: 'f00d' } };
    expect(visitorIdentity(impostor, shop).thread).not.toBe(
      visitorIdentity(anonymous, shop).thread,
    );
    expect(visitorEventId(impostor, 'key-1')).not.toBe(visitorEventId(anonymous, 'key-1'));
  });

  test('keeps equal keys of two visitors apart, and one key of one visitor together', () => {
    const other = { tokenHash: 'd00d', person: null };
    expect(visitorEventId(anonymous, 'key-1')).toBe('f00d:key-1');
    expect(visitorEventId(other, 'key-1')).not.toBe(visitorEventId(anonymous, 'key-1'));
    expect(visitorEventId({ ...known, tokenHash: 'cafe' }, 'k')).toBe(visitorEventId(known, 'k'));
  });
});

type JwtOptions = {
  secret?: string;
  audience?: string;
  algorithm?: string;
  issued?: number;
  expires?: number;
};

function jwt(claims: Record<string, unknown>, options: JwtOptions = {}): Promise<string> {
  const { audience = 'channel-shop', issued = SECONDS, expires = ana.exp } = options;
  return rawJwt({ ...claims, iat: issued, exp: expires, aud: audience }, options);
}

function rawJwt(claims: Record<string, unknown>, options: JwtOptions = {}): Promise<string> {
  const { secret = 'identity-secret-of-the-shop', algorithm = 'HS256' } = options;
  const key = new TextEncoder().encode(secret);
  return new SignJWT(claims).setProtectedHeader({ alg: algorithm }).sign(key);
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function contentOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString());
}

function refused(reason: string) {
  return { ok: false, reason };
}
