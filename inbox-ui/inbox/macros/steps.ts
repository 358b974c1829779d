/** The steps of a macro in words, as they would be done to this conversation. */
import { blanksOf, fillBlanks } from '../../../server/wire/blanks.ts';
import type { OwnConversation } from '../../../server/wire/conversations.ts';
import type { MacroAction } from '../../../server/wire/macros.ts';
import type { IconName } from '../../parts/icon.tsx';
import type { Store } from '../../store/store.ts';
import { weekdayMoment } from '../../words/format.ts';
import type { ReadMoment } from '../../words/typed-moments.ts';
import { words } from '../../words/words.ts';
import { tagName } from '../tags/tag-name.ts';

type MacroStep = { icon: IconName; does: string; text?: string | undefined };

type About = {
  store: Store;
  /** null: several, or none in particular. */
  row: OwnConversation | null;
  /** null: not there yet. */
  read: ReadMoment | null;
};

export function stepOf(action: MacroAction, about: About): MacroStep {
  if ('text' in action) return saying(action, about);
  const { store } = about;
  const { steps } = words.value.inbox.macros;
  const { names } = words.value.inbox.priority;
  switch (action.do) {
    case 'assign':
      return { icon: 'person', does: ownerStep(action.to, store) };
    case 'tag':
      return { icon: 'tag', does: steps.tag(tagName(store, action.tagId)) };
    case 'untag':
      return { icon: 'tag', does: steps.untag(tagName(store, action.tagId)) };
    case 'priority':
      return { icon: 'priority', does: steps.priority(names[action.priority]) };
    case 'status':
      return {
        icon: action.status === 'done' ? 'done' : 'undo',
        does: steps.status[action.status],
      };
    case 'snooze':
      return { icon: 'snooze', does: snoozeStep(action.until, about) };
  }
}

const ICONS = { reply: 'send', draft: 'drafts', note: 'note' } as const;

function saying(action: Extract<MacroAction, { text: string }>, { store, row }: About): MacroStep {
  const text = row ? fillBlanks(action.text, blanksOf(row, store.me)) : action.text;
  return { icon: ICONS[action.do], does: words.value.inbox.macros.steps[action.do], text };
}

function ownerStep(to: string, store: Store): string {
  const { steps } = words.value.inbox.macros;
  if (to === 'me') return steps.toMe;
  if (to === 'nobody') return steps.toNobody;
  const agent = store.directory.agents.value?.find(({ id }) => id === to);
  return steps.assign(agent?.name ?? '…');
}

function snoozeStep(until: string, { read }: About): string {
  const { steps, noMoment } = words.value.inbox.macros;
  if (!read) return steps.snooze(until);
  const at = read(until, new Date());
  return at ? steps.snooze(weekdayMoment(at)) : noMoment(until);
}
