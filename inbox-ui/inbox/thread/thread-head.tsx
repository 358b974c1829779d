import type { OwnConversation } from '../../../server/wire/conversations.ts';
import { Button } from '../../parts/button.tsx';
import { IconButton } from '../../parts/icon-button.tsx';
import { IconMenu } from '../../parts/icon-menu.tsx';
import type { MenuItem } from '../../parts/menu.tsx';
import { screenSize } from '../../parts/screen-size.ts';
import { ChannelMark } from '../../parts/small.tsx';
import { toast } from '../../parts/toast.tsx';
import type { Store } from '../../store/store.ts';
import { words } from '../../words/words.ts';
import { AssignMenu } from '../assign-menu.tsx';
import { backToList, markDone, reopen, step } from '../deeds.ts';
import { ask, contextShown, toggleContext } from '../desk.ts';
import { keyOf } from '../keys/bindings.ts';
import { PriorityMark } from '../priority/priority-mark.tsx';
import { SnoozeMenu } from '../snooze-menu.tsx';
import { TagChips } from '../tags/tag-chips.tsx';

type Props = { store: Store; id: string; row: OwnConversation | undefined };

/** Who it is, what about, and the verbs. */
export function ThreadHead({ store, id, row }: Props) {
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
          <More store={store} id={id} row={row} />
        </div>
      )}
    </header>
  );
}

function Names({ store, row }: { store: Store; row: OwnConversation }) {
  const { thread } = words.value.inbox;
  return (
    <>
      <h2 class="thread-name">
        <span class="truncate" dir="auto">
          {row.contact.name}
        </span>
        <span class="thread-number number">{thread.number(row.number)}</span>
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
  const { head } = words.value.inbox;
  if (row.status === 'open') {
    return (
      <Button icon="done" keys={keyOf('done')} onClick={() => markDone(store, [row.id])}>
        {head.done}
      </Button>
    );
  }
  return (
    <Button icon="undo" keys={keyOf('reopen')} onClick={() => reopen(store, [row.id])}>
      {row.status === 'done' ? head.reopen : head.wake}
    </Button>
  );
}

/** Everything again by name, and on phones the only place for some of it. */
function More({ store, id, row }: Props & { row: OwnConversation }) {
  const { actions, head } = words.value.inbox;
  const phone = screenSize.value === 'phone';
  const open = row.status === 'open';
  const copy = () => {
    const link = `${location.origin}/inbox/all/${row.number}`;
    navigator.clipboard?.writeText(link).then(
      () => toast({ text: head.copied }),
      () => toast({ text: words.peek().common.copyFailed }),
    );
  };
  const always: MenuItem[] = [
    {
      label: actions.status,
      keys: keyOf('status'),
      icon: 'priority',
      onPick: () => ask('status', [id]),
    },
    { label: actions.tag, keys: keyOf('tag'), icon: 'tag', onPick: () => ask('tag', [id]) },
    { label: head.previous, keys: keyOf('previous'), icon: 'back', onPick: () => step(store, -1) },
    { label: head.next, keys: keyOf('next'), icon: 'forward', onPick: () => step(store, 1) },
    { label: head.copyLink, icon: 'link', onPick: copy },
  ];
  const status: MenuItem = open
    ? { label: head.done, icon: 'done', onPick: () => markDone(store, [id]) }
    : { label: head.reopen, icon: 'undo', onPick: () => reopen(store, [id]) };
  const items: MenuItem[] = phone
    ? [
        status,
        { label: head.snooze, icon: 'snooze', onPick: () => ask('snooze', [id]) },
        { label: head.context, icon: 'panel', onPick: toggleContext },
        { label: actions.macro, icon: 'macro', onPick: () => ask('macro', [id]) },
        { separator: true },
        ...always,
      ]
    : always;
  return <IconMenu label={head.more} items={items} tip={head.more} />;
}
