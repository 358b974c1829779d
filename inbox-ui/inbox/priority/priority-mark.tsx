import type { Priority } from '../../../server/wire/conversations.ts';
import { words } from '../../words/words.ts';
import './priority.css';

type Props = {
  priority: Priority;
  /** Say it in words beside the mark. */
  named?: boolean;
};

/** How pressing a conversation is, told by a shape; nothing where it is like most. */
export function PriorityMark({ priority, named = false }: Props) {
  const said = words.value.inbox.priority;
  if (priority === 'normal') return null;
  const label = said.label(said.names[priority]);
  return (
    <span class="priority" data-priority={priority} data-tip={named ? undefined : label}>
      <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
        {SHAPES[priority]}
      </svg>
      <span class="hidden-text">{`${label}. `}</span>
      {named && <span aria-hidden="true">{said.names[priority]}</span>}
    </span>
  );
}

/** A sign in a square, full bars, one bar. */
const SHAPES = {
  urgent: (
    <>
      <rect width="14" height="14" rx="3" fill="currentColor" />
      <path class="priority-sign" d="M7 3.2v4.6M7 10.6h.01" />
    </>
  ),
  high: <path class="priority-bar" d="M2.5 12V9M7 12V6M11.5 12V2.5" />,
  low: (
    <>
      <path class="priority-bar" d="M2.5 12V9" />
      <path class="priority-bar priority-none" d="M7 12V6M11.5 12V2.5" />
    </>
  ),
};
