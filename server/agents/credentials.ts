/** Secrets that let someone in: random when made, stored as fingerprints only. */
import { createHash, randomBytes } from 'node:crypto';

/** A secret of so many random bytes, in letters that are safe in addresses and headers. */
export const newSecret = (bytes: number): string => randomBytes(bytes).toString('base64url');

/** What is stored of a secret: SHA-256 is enough, for nobody can guess 128 random bits. Never for passwords. */
export const fingerprint = (secret: string): string =>
  createHash('sha256').update(secret).digest('hex');
