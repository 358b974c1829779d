/** The view in sight, as the beginning of a new one. */
import type { StandingView, View } from '../../../server/wire/conversations.ts';
import type { Condition, Filter } from '../../../server/wire/view-filters.ts';
import type { Store } from '../../store/store.ts';
import { isStanding, narrowedTo } from '../../store/views.ts';

const status = (value: 'open' | 'snoozed' | 'done'): Condition => ({
  field: 'status',
  op: 'is',
  value,
});
const OPEN = status('open');
const yes = (field: 'answered' | 'mentioned' | 'followed' | 'draft'): Condition => ({
  field,
  op: 'is',
  value: true,
});
const whose = (value: string): Condition => ({ field: 'assignee', op: 'is', value });

const STANDING: Record<StandingView, Condition[]> = {
  inbox: [OPEN],
  mine: [OPEN, whose('me')],
  mentions: [OPEN, yes('mentioned')],
  following: [OPEN, yes('followed')],
  unassigned: [OPEN, whose('nobody')],
  waiting: [OPEN, yes('answered')],
  snoozed: [status('snoozed')],
  drafts: [yes('draft')],
  done: [status('done')],
  // Out of everybody's way: a view of one's own begins with what is not.
  spam: [OPEN],
  all: [OPEN],
};

export function filterOf(store: Store, view: View): Filter {
  if (isStanding(view)) return { all: STANDING[view] };
  const { by, id } = narrowedTo(view) ?? { by: 'tag', id: '' };
  if (by === 'saved') return store.savedViews.find(id)?.filter ?? { all: [OPEN] };
  return { all: [OPEN, { field: by, op: 'is', value: id }] };
}
