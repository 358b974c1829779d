import type { OwnConversation } from '../../../server/wire/conversations.ts';
import { Button } from '../../parts/button.tsx';
import { IconButton } from '../../parts/icon-button.tsx';
import { screenSize } from '../../parts/screen-size.ts';
import { ChannelMark, Tag } from '../../parts/small.tsx';
import type { Store } from '../../store/store.ts';
import { words } from '../../words/words.ts';
import { AssignMenu } from '../assign-menu.tsx';
import { backToList, markDone, notSpam, reopen } from '../deeds.ts';
import { ask, contextShown, toggleContext } from '../desk.ts';
import { keyOf } from '../keys/bindings.ts';
import { PriorityMark } from '../priority/priority-mark.tsx';
import { SnoozeMenu } from '../snooze-menu.tsx';
import { TagChips } from '../tags/tag-chips.tsx';
import { MoreMenu } from './more-menu.tsx';

type Props = { store: Store; row: OwnConversation | undefined };

/** Who it is, what about, and the verbs. */
export function ThreadHead({ store, row }: Props) {
  const { actions, head, thread } = words.value.inbox;
  const phone = screenSize.value === 'phone';
  return (
    <header class="pane-head thread-head">
      {phone && <IconButton icon="back" label={thread.back} onClick={() => backToList()} />}
      <div class="thread-names">{row && <Names store={store} row={row} />}</div>
      {row && (
        <div class="thread-verbs">
          <AssignMenu store={store} row={row} />
          {!phone && (
            <IconButton
              icon="macro"
              label={actions.macro}
              keys={keyOf('macro')}
              onClick={() => ask('macro', [row.id])}
            />
          )}
          {!phone && <SnoozeMenu store={store} row={row} />}
          {!phone && <StatusButton store={store} row={row} />}
          {!phone && (
            <IconButton
              icon="panel"
              label={head.context}
              keys={keyOf('context')}
              pressed={contextShown.value}
              onClick={toggleContext}
            />
          )}
          <MoreMenu store={store} row={row} />
        </div>
      )}
    </header>
  );
}

function Names({ store, row }: { store: Store; row: OwnConversation }) {
  const { blocking, thread } = words.value.inbox;
  return (
    <>
      <h2 class="thread-name">
        <span class="truncate" dir="auto">
          {row.contact.name}
        </span>
        <span class="thread-number number">{thread.number(row.number)}</span>
        {row.contact.blocked && <Tag tone="danger">{blocking.mark}</Tag>}
      </h2>
      <p class="thread-about">
        <ChannelMark adapter={row.channel.adapter} mark={row.channel.mark} />
        <span class="truncate" dir="auto">
          {row.subject || row.channel.name}
        </span>
        <PriorityMark priority={row.priority} named />
        <TagChips store={store} ids={row.tagIds} most={3} />
      </p>
    </>
  );
}

function StatusButton({ store, row }: { store: Store; row: OwnConversation }) {
  const { actions, head } = words.value.inbox;
  if (row.status === 'open') {
    return (
      <Button icon="done" keys={keyOf('done')} onClick={() => markDone(store, [row.id])}>
        {head.done}
      </Button>
    );
  }
  if (row.status === 'spam') {
    return (
      <Button icon="undo" keys={keyOf('spam')} onClick={() => notSpam(store, [row.id])}>
        {actions.notSpam}
      </Button>
    );
  }
  return (
    <Button icon="undo" keys={keyOf('reopen')} onClick={() => reopen(store, [row.id])}>
      {row.status === 'done' ? head.reopen : head.wake}
    </Button>
  );
}
