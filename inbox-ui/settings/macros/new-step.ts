/** What a step is when it has just been chosen. */
import type { MacroAction } from '../../../server/wire/macros.ts';
import type { Store } from '../../store/store.ts';

export const KINDS = [
  'reply',
  'draft',
  'note',
  'assign',
  'tag',
  'untag',
  'priority',
  'status',
  'snooze',
] as const satisfies readonly MacroAction['do'][];

type StepKind = (typeof KINDS)[number];

export function newStep(kind: StepKind, store: Store | null): MacroAction {
  const [tag] = store?.directory.tags.peek()?.filter(({ offered }) => offered) ?? [];
  switch (kind) {
    case 'assign':
      return { do: kind, to: 'me' };
    case 'tag':
    case 'untag':
      return { do: kind, tagId: tag?.id ?? '' };
    case 'priority':
      return { do: kind, priority: 'high' };
    case 'status':
      return { do: kind, status: 'done' };
    case 'snooze':
      return { do: kind, until: '' };
    default:
      return { do: kind, text: '' };
  }
}
