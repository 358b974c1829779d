/** Who takes part in a conversation, and hears of it. */
import { plural } from '../plural.ts';

const count = (value: number, one: string, other: string) => plural('en', value, { one, other });

export const following = {
  title: 'Who takes part',
  follow: 'Follow',
  stop: 'Stop following',
  remove: (name: string) => `Take ${name} off`,
  nobody: 'Nobody yet. Whoever writes here, or is called by a note, takes part.',
  followed: 'You follow it now',
  stopped: 'You no longer follow it',
  joined: (name: string) => `${name} takes part now`,
  removed: (name: string) => `${name} no longer takes part`,
  followedMany: (n: number) => count(n, 'You follow # now', 'You follow # now'),
  stoppedMany: (n: number) => count(n, 'You no longer follow #', 'You no longer follow #'),
  empty: 'You follow nothing that is open',
  emptyText: 'What you answer, and where a note calls you, stays here until it is done.',
};
