import { hash, parseOptions } from '@node-rs/argon2';
import { expect, test } from 'vitest';
import { isCommonPassword } from '../../server/agents/common-passwords.ts';
import { hashNewPassword, isPassword, renewHash } from '../../server/agents/passwords.ts';

const EMAIL = 'ada@example.com';

test('A1: passwords are kept as argon2id with 19 MiB, two passes, one lane', async () => {
  const kept = await hashNewPassword('nine small green boats', EMAIL);
  expect(kept).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(parseOptions(kept)).toMatchObject({ memoryCost: 19_456, timeCost: 2, parallelism: 1 });
  expect(await isPassword(kept, 'nine small green boats')).toBe(true);
  expect(await isPassword(kept, 'nine small green boat')).toBe(false);
  expect(await isPassword(null, 'nine small green boats')).toBe(false);
});

test('A1: 12 to 256 characters, whatever they are', async () => {
  const refused = ['', 'elevenchars', 'é'.repeat(11), 'ab3d'.repeat(65)];
  for (const password of refused) {
    await expect(hashNewPassword(password, EMAIL)).rejects.toMatchObject({ code: 'invalid' });
  }
  const accepted = ['twelve chars', '船船船äöü漢字かなです', 'x7Q!'.repeat(64).replace('x', 'y')];
  for (const password of accepted) {
    await expect(hashNewPassword(password, EMAIL)).resolves.toContain('$argon2id$');
  }
});

test('A1: one password typed on two systems is one password', async () => {
  const kept = await hashNewPassword('ångström ångström', EMAIL);
  expect(await isPassword(kept, 'ångström ångström'.normalize('NFD'))).toBe(true);
});

test('A1: what is guessed first is refused, whatever its capitals', async () => {
  const common = [
    ...[
      'password1234',
      'Password123!',
      'passwordpassword',
      'P@ssw0rd2024!',
      'administrator',
      'Welcome12345',
    ],
    ...[
      '123456789012',
      '1234567890123',
      '098765432109',
      'qwertyuiopas',
      'qwertyuiop[]',
      '1q2w3e4r5t6y',
    ],
    ...[
      '1qaz2wsx3edc',
      'abcdefghijkl',
      'ponmlkjihgfedcba',
      'aaaaaaaaaaaa',
      'abcabcabcabca',
      'Interline2026!',
    ],
  ];
  expect(common.filter((password) => !isCommonPassword(password))).toEqual([]);
  const fine = [
    'nine small green boats',
    'correct horse battery',
    'xK4-pq9-Lm2-vb7',
    'interline-e2e-test',
  ];
  expect(fine.filter(isCommonPassword)).toEqual([]);
  await expect(hashNewPassword('PASSWORD1234', EMAIL)).rejects.toMatchObject({ code: 'invalid' });
  await expect(hashNewPassword('Ada@Example.COM', EMAIL)).rejects.toMatchObject({
    code: 'invalid',
  });
});

test('A1: a hash made with other costs is renewed, a current one is not', async () => {
  const old = await hash('nine small green boats', { memoryCost: 8_192, timeCost: 1 });
  const renewed = await renewHash(old, 'nine small green boats');
  expect(renewed).toContain('m=19456,t=2,p=1');
  expect(await renewHash(renewed ?? '', 'nine small green boats')).toBeNull();
});
