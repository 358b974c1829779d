/** People whose word is not taken. */
import { plural } from '../plural.ts';

export const blocking = {
  mark: 'Blocked',
  block: 'Block',
  unblock: 'Unblock',
  blocked: (name: string) => `${name} is blocked. What they write is dropped.`,
  unblocked: (name: string) => `${name} is no longer blocked.`,
  failed: (why: string) => `Nothing was changed. ${why}`,
  since: (when: string, by: string) => `Blocked by ${by} since ${when}`,
  dropped: (n: number) =>
    n === 0
      ? 'Nothing came from them since.'
      : plural('en', n, { one: '# message was dropped.', other: '# messages were dropped.' }),
  did: (who: string) => `${who} blocked the contact`,
  undid: (who: string) => `${who} unblocked the contact`,
};
