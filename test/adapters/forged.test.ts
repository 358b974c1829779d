/** Guesses: signatures of the right shape for genuine requests, 100,000 of them. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { adapters } from '../../adapters/index.ts';
import { genuine, loadSubject } from './conformance/subject.ts';
import { signatureOf, signedWith } from './conformance/verify-checks.ts';

const root = join(import.meta.dirname, '../../adapters');
const EACH = Math.ceil(100_000 / adapters.length) + 1;

/** Of the same length, and each sign of the same kind: digits stay digits, letters letters. */
function guess(genuine: string): string {
  const random = randomBytes(genuine.length);
  const hex = /^[^=]*=?[0-9a-f]+$/.test(genuine);
  return [...genuine].map((sign, at) => another(sign, random[at] ?? 0, hex)).join('');
}

function another(sign: string, random: number, hex: boolean): string {
  if (/[0-9]/.test(sign)) return String(random % 10);
  if (!/[A-Za-z]/.test(sign)) return sign;
  const letters = hex ? 6 : 26;
  const first = sign >= 'a' ? 97 : 65;
  return String.fromCharCode(first + (random % letters));
}

let tried = 0;

describe.each(adapters.map((adapter) => ({ id: adapter.id, adapter })))('$id', ({ adapter }) => {
  test('takes the genuine request, and no guess', async () => {
    const subject = loadSubject(adapter, join(root, adapter.id));
    const [given] = genuine(subject);
    if (!given) throw new Error('there is no genuine request');
    const now = new Date(subject.profile.now);
    const verdict = ({ request, settings } = given) => adapter.verify(request, settings, now);
    expect(await verdict()).toBe(true);
    const signature = signatureOf(subject, given);
    const accepted: string[] = [];
    for (let round = 0; round < EACH; round += 1) {
      const forged = guess(signature);
      if (forged === signature) continue;
      tried += 1;
      if (await verdict(signedWith(subject, given, forged))) accepted.push(forged);
    }
    expect(accepted).toEqual([]);
  }, 120_000);
});

test('these were 100,000', () => {
  expect(tried).toBeGreaterThanOrEqual(100_000);
});
