/** How people get into a demo. */
import { createHmac } from 'node:crypto';
import type { Business } from './story.ts';

/** Neither 0 and o nor 1 and l: it is read from a screen and typed. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/**
 * The password of everybody in the demo, the same at every start and another in every installation: whoever can reach a
 * demo shall not know its password from our documents.
 */
export function demoPassword(secretKey: string): string {
  const digest = createHmac('sha256', secretKey).update('interline demo password').digest();
  const letters = [...digest.subarray(0, 16)].map((byte) => LETTERS[byte % LETTERS.length]);
  return [0, 4, 8, 12].map((start) => letters.slice(start, start + 4).join('')).join('-');
}

/** What the operator reads at the start. */
export function describeLogIns(businesses: readonly Business[], secretKey: string): string[] {
  const names = businesses.map(({ name }) => name);
  const width = Math.max(...names.map((name) => name.length));
  return [
    '  A demo: everything in it is made up, and nothing leaves this machine. Log in as',
    ...businesses.map(({ name, agents }) => {
      const [admin] = Object.values(agents);
      return `    ${name.padEnd(width)}   ${admin?.email}`;
    }),
    `    with the password   ${demoPassword(secretKey)}`,
  ];
}
