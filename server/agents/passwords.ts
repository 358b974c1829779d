/** How passwords are chosen, kept and compared. */
import { randomBytes } from 'node:crypto';
import { hash, parseOptions, verify } from '@node-rs/argon2';
import { Refusal } from '../wire/problems.ts';
import { isCommonPassword } from './common-passwords.ts';

/** argon2id, the library's default kind, with the costs OWASP recommends. */
const COSTS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const SHORTEST = 12;
const LONGEST = 256;

/** Looks and costs like a real hash, and fits no password. */
const DECOY = [
  '$argon2id$v=19',
  `m=${COSTS.memoryCost},t=${COSTS.timeCost},p=${COSTS.parallelism}`,
  unpadded(randomBytes(16)),
  unpadded(randomBytes(32)),
].join('$');

/**
 * Hashes a new password. It takes about 10 ms of a core: never call it inside a transaction.
 * @throws Refusal invalid when it is too short, too long or easily guessed
 */
export async function hashNewPassword(password: string, email: string): Promise<string> {
  const length = [...password].length;
  if (length < SHORTEST || length > LONGEST) {
    throw new Refusal('invalid', `password: use ${SHORTEST} to ${LONGEST} characters.`);
  }
  if (password.toLowerCase() === email.toLowerCase()) {
    throw new Refusal('invalid', 'password: do not use the e-mail address.');
  }
  if (isCommonPassword(password)) {
    throw new Refusal('invalid', 'password: this one is guessed first; choose another.');
  }
  return hash(normalise(password), COSTS);
}

/** @param known the stored hash; null for people we do not know, which takes just as long */
export async function isPassword(known: string | null, password: string): Promise<boolean> {
  const matches = await verify(known ?? DECOY, normalise(password));
  return known !== null && matches;
}

/** A hash of the same password at today's costs; null when the stored one is up to date. */
export async function renewHash(known: string, password: string): Promise<string | null> {
  const { memoryCost, timeCost, parallelism } = parseOptions(known);
  const current =
    known.startsWith('$argon2id$') &&
    memoryCost === COSTS.memoryCost &&
    timeCost === COSTS.timeCost &&
    parallelism === COSTS.parallelism;
  return current ? null : hash(normalise(password), COSTS);
}

/** The same password typed on two systems may arrive in two forms (NIST SP 800-63B §3.1.1.2). */
const normalise = (password: string): string => password.normalize('NFKC');

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
