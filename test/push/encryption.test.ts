/** What only the browser can read: the worked example of RFC 8291, and what does not fit. */
import { expect, it } from 'vitest';
import { encrypt, MOST_BYTES } from '../../server/push/encryption.ts';
import { BROWSER_KEYS } from '../support/samples.ts';

const read = (text: string) => Buffer.from(text, 'base64url');

/** RFC 8291 §5 and appendix A. */
const EXAMPLE = {
  plain: 'When I grow up, I want to be a watermelon',
  ...BROWSER_KEYS,
  privateKey: 'yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw',
  salt: 'DGv6ra1nlYgDCS1FRnbzlw',
  sealed: [
    'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml',
    'mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT',
    'pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
  ].join(''),
};

it('is sealed as RFC 8291 seals its own example', () => {
  const { plain, p256dh, auth, privateKey, salt, sealed } = EXAMPLE;
  const once = { salt: read(salt), privateKey: read(privateKey) };
  expect(encrypt(plain, { p256dh, auth }, once).toString('base64url')).toBe(sealed);
});

it('is sealed anew each time, in one record that push services take', () => {
  const long = 'x'.repeat(MOST_BYTES);
  const [one, other] = [encrypt(long, EXAMPLE), encrypt(long, EXAMPLE)];
  expect(one.equals(other)).toBe(false);
  expect(one.length).toBeLessThanOrEqual(4096);
  expect(() => encrypt(`${long}x`, EXAMPLE)).toThrow('too long');
});

it('is not sealed for a key that is no point on the curve', () => {
  const p256dh = Buffer.alloc(65, 4).toString('base64url');
  expect(() => encrypt('', { p256dh, auth: EXAMPLE.auth })).toThrow();
});
