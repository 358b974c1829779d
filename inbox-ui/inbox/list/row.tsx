import type { OwnConversation, View } from '../../../server/wire/conversations.ts';
import { Icon } from '../../parts/icon.tsx';
import { ChannelMark, initials } from '../../parts/small.tsx';
import type { Store } from '../../store/store.ts';
import { isCalled, isUnread, narrowedTo } from '../../store/views.ts';
import { shortMoment } from '../../words/format.ts';
import { now } from '../../words/now.ts';
import { words } from '../../words/words.ts';
import { Colleagues } from '../colleagues.tsx';
import { addressOf, cursor, opened } from '../desk.ts';
import { keyOf } from '../keys/bindings.ts';
import { PriorityMark } from '../priority/priority-mark.tsx';
import { selected } from '../selection.ts';
import { TagChips } from '../tags/tag-chips.tsx';
import './row.css';
import { WaitBar, waitedFor } from './wait-bar.tsx';
import { type Placed, placeOf } from './windowing.ts';

type Props = {
  store: Store;
  view: View;
  placed: Extract<Placed, { kind: 'row' }>;
  total: number;
  /** Tab enters the list here. */
  entry: boolean;
};

/** One conversation, folded flat: who, by what channel, what about, and how long they have waited. */
export function Row({ store, view, placed, total, entry }: Props) {
  const row = store.conversations.row(placed.id).value;
  if (!row) return null;
  const gone = !store.lists.holds(view, row);
  const unread = isUnread(row);
  const { list } = words.value.inbox;
  return (
    <a
      class={`list-row${unread ? ' is-unread' : ''}${gone ? ' is-gone' : ''}`}
      href={addressOf(row.id, view)}
      role="option"
      aria-selected={selected.value.has(row.id)}
      aria-current={opened.value === row.id ? 'true' : undefined}
      aria-setsize={total}
      aria-posinset={placed.at + 1}
      data-id={row.id}
      tabIndex={entry ? 0 : -1}
      style={placeOf(placed)}
      onFocus={() => {
        cursor.value = row.id;
      }}
    >
      <span class="row-dot" />
      {!gone && <Box />}
      <span class="row-line">
        <span class="row-name truncate" dir="auto">
          {row.contact.name}
        </span>
        <Said words={[unread && list.unread, row.channel.name]} />
        <ChannelMark adapter={row.channel.adapter} mark={row.channel.mark} />
        <PriorityMark priority={row.priority} />
        <span class="row-wait">
          <Wait row={row} />
        </span>
      </span>
      <span class="row-line">
        <span class="row-text truncate" dir="auto">
          <Preview row={row} />
        </span>
        <TagChips store={store} ids={row.tagIds} most={2} />
        <span class="row-marks">
          <Colleagues store={store} id={row.id} />
          {gone ? <Left row={row} view={view} /> : <Marks row={row} me={store.me.id} />}
        </span>
      </span>
    </a>
  );
}

/** To be ticked by mouse and finger; keys and ears have the row itself, which says whether it is selected. */
function Box() {
  return (
    <span
      class="row-check"
      aria-hidden="true"
      data-tip={words.value.inbox.bulk.select}
      data-keys={keyOf('select')}
    >
      <span>
        <Icon name="check" size={14} />
      </span>
    </span>
  );
}

/** For ears only: what the eye takes from a dot, a mark or a place. */
function Said({ words: said }: { words: (string | false)[] }) {
  return <span class="hidden-text">. {said.filter(Boolean).join('. ')}. </span>;
}

function Wait({ row }: { row: OwnConversation }) {
  const { list } = words.value.inbox;
  const waited = waitedFor(row, now.value);
  if (waited !== null) return <WaitBar ms={waited} />;
  if (row.status === 'snoozed' && row.snoozedUntil) {
    return (
      <time class="row-time" dateTime={row.snoozedUntil}>
        <Icon name="snooze" size={12} />
        {list.until(shortMoment(row.snoozedUntil, now.value))}
      </time>
    );
  }
  return (
    <time class="row-time" dateTime={row.lastMessageAt}>
      {shortMoment(row.lastMessageAt, now.value)}
    </time>
  );
}

function Preview({ row }: { row: OwnConversation }) {
  const { list } = words.value.inbox;
  const lead =
    row.previewDirection === 'out' ? list.reply : row.previewDirection === 'note' ? list.note : '';
  return (
    <>
      {row.subject && <span class="row-subject">{row.subject}</span>}
      {lead && <span class="row-lead">{lead}</span>}
      {row.preview}
    </>
  );
}

function Marks({ row, me }: { row: OwnConversation; me: string }) {
  const { list } = words.value.inbox;
  return (
    <>
      {isCalled(row) && (
        <span class="row-calls" data-tip={list.calls}>
          <Said words={[list.calls]} />
          <Icon name="at" size={14} />
        </span>
      )}
      {row.hasDraft && (
        <span class="row-draft" data-tip={list.draft}>
          <Said words={[list.draft]} />
          <Icon name="drafts" size={14} />
        </span>
      )}
      {row.assignee && (
        <span
          class={`row-assignee${row.assignee.id === me ? ' is-me' : ''}`}
          data-tip={list.assignedTo(row.assignee.name)}
        >
          <Said words={[list.assignedTo(row.assignee.name)]} />
          <span aria-hidden="true">{initials(row.assignee.name)}</span>
        </span>
      )}
    </>
  );
}

const BY_STATUS = new Set<View>(['done', 'snoozed', 'spam']);

/** It no longer belongs here, but keeps its place until the list is put in order. */
function Left({ row, view }: { row: OwnConversation; view: View }) {
  const { left } = words.value.inbox.list;
  if (narrowedTo(view)?.by === 'saved') return <>{words.value.inbox.views.left}</>;
  if (view === 'drafts') return <>{left.drafts}</>;
  if (row.status !== 'open' || BY_STATUS.has(view)) return <>{left[row.status]}</>;
  return <>{row.assignee ? left.assigned(row.assignee.name) : left.unassigned}</>;
}
