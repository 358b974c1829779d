/** What makes a new installation useful, and whether it is done: told by what is there, not by what was clicked. */
import type { Store } from '../../store/store.ts';
import type { Words } from '../../words/words.ts';
import { permission } from '../notices/desktop.ts';

export type StepName = keyof Words['inbox']['welcome']['steps'];
export type Step = { name: StepName; href: string; done: boolean; outside?: boolean };

/** null: not all of it is known yet, and nothing is claimed. @param here the origin of these screens */
export function stepsOf({ directory, counts }: Store, here: string): Step[] | null {
  const [agents, channels, replies] = [
    directory.agents.value,
    directory.channels.value,
    directory.savedReplies.value,
  ];
  const views = counts.byView.value;
  if (!agents || !channels || !replies || !views) return null;
  const open = views.inbox.count + views.snoozed.count + views.done.count;
  const website = channels.find(({ seenOrigin }) => seenOrigin !== null && seenOrigin !== here);
  const team = agents.filter(({ removedAt }) => removedAt === null);
  return [
    { name: 'write', href: '/demo', done: open > 0, outside: true },
    { name: 'website', href: '/settings/channels', done: website !== undefined },
    { name: 'channel', href: '/settings/channels/new', done: channels.length > 1 },
    { name: 'team', href: '/settings/people', done: team.length > 1 },
    { name: 'reply', href: '/settings/saved-replies', done: replies.length > 0 },
    { name: 'notices', href: '/settings/profile', done: permission.value === 'granted' },
  ];
}
