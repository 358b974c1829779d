import type { TargetedKeyboardEvent } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { OwnConversation } from '../../../server/wire/conversations.ts';
import { Icon } from '../../parts/icon.tsx';
import type { Store } from '../../store/store.ts';
import { words } from '../../words/words.ts';
import { type Placed, placeOf } from '../list/windowing.ts';
import { isSelecting } from '../selection.ts';
import {
  awayDeed,
  closeRow,
  type Deed,
  FAR_PX,
  laterDeed,
  type Moved,
  moved,
  openRow,
} from './moved.ts';
import { Swipe } from './swipe.ts';
import './swiping.css';

type Props = { store: Store; placed: readonly Placed[] };
type PlacedRow = Extract<Placed, { kind: 'row' }>;

/** On phones: rows are put away or snoozed by moving them aside, and by buttons that do the same. It lies over the rows. */
export function RowDeeds({ store, placed }: Props) {
  const layer = useRef<HTMLDivElement>(null);
  useSwipes(layer, store);
  useMovedRow(layer);
  const rows = placed.filter((one) => one.kind === 'row');
  const row = moved.value;
  const at = rows.find(({ id }) => id === row?.id);
  return (
    <div ref={layer} class="row-deeds">
      {!isSelecting.value &&
        rows.map((one) => <OpenButton key={one.id} store={store} placed={one} />)}
      {row && at && <Beneath store={store} row={row} placed={at} />}
    </div>
  );
}

function OpenButton({ store, placed }: { store: Store; placed: PlacedRow }) {
  const row = store.conversations.row(placed.id).value;
  if (!row || moved.value?.id === row.id) return null;
  return (
    <button
      type="button"
      class="row-more"
      data-of={row.id}
      aria-expanded="false"
      aria-label={words.value.inbox.bulk.deeds(row.contact.name)}
      style={placeOf(placed)}
      onClick={() => openRow(row.id)}
    >
      <Icon name="more" />
    </button>
  );
}

/** What stands in the place that the row has left. */
function Beneath({ store, row, placed }: { store: Store; row: Moved; placed: PlacedRow }) {
  const conversation = store.conversations.row(row.id).value;
  if (!conversation) return null;
  const place = { ...placeOf(placed), width: `${Math.abs(row.px)}px` };
  if (row.open) return <Buttons store={store} conversation={conversation} place={place} />;
  const { kind, icon, label } =
    row.px > 0 ? awayDeed(store, conversation) : laterDeed(conversation);
  const far = Math.abs(row.px) >= FAR_PX;
  return (
    <div class={`row-beneath is-${kind}${far ? ' is-far' : ''}`} style={place} aria-hidden="true">
      <Icon name={icon} size={20} />
      <span>{label}</span>
    </div>
  );
}

type ButtonsProps = {
  store: Store;
  conversation: OwnConversation;
  place: Record<string, string>;
};

function Buttons({ store, conversation, place }: ButtonsProps) {
  const group = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => group.current?.querySelector('button')?.focus(), []);
  const deeds = [awayDeed(store, conversation), laterDeed(conversation)];
  const leave = (event: TargetedKeyboardEvent<HTMLElement>) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    const list = event.currentTarget.closest('.row-deeds');
    closeRow();
    requestAnimationFrame(() =>
      list?.querySelector<HTMLElement>(`[data-of="${conversation.id}"]`)?.focus(),
    );
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a <fieldset> is for fields.
    <div
      ref={group}
      class="row-beneath is-open"
      role="group"
      aria-label={words.value.inbox.bulk.deeds(conversation.contact.name)}
      style={place}
      onKeyDown={leave}
    >
      {deeds.map((deed) => (
        <DeedButton key={deed.kind} deed={deed} />
      ))}
    </div>
  );
}

function DeedButton({ deed: { kind, icon, label, run } }: { deed: Deed }) {
  const press = () => {
    closeRow();
    run();
  };
  return (
    <button type="button" class={`is-${kind}`} onClick={press}>
      <Icon name={icon} size={20} />
      <span>{label}</span>
    </button>
  );
}

function useSwipes(layer: { current: HTMLElement | null }, store: Store): void {
  useEffect(() => {
    const list = layer.current?.parentElement;
    if (!list) return;
    const swipe = new Swipe(list, (id, towards) => {
      const row = store.conversations.peek(id);
      if (row) (towards === 'end' ? awayDeed(store, row) : laterDeed(row)).run();
    });
    const end = new AbortController();
    const { signal } = end;
    const touch = (event: PointerEvent) => {
      const onButtons = event.target instanceof Element && event.target.closest('.row-beneath');
      if (!onButtons) swipe.begin(event);
    };
    // Also elsewhere: whoever touches something else is done with the buttons.
    addEventListener('pointerdown', touch, { signal });
    list.addEventListener('pointermove', (event) => swipe.move(event), { signal });
    list.addEventListener('pointerup', () => swipe.end(), { signal });
    list.addEventListener('pointercancel', () => swipe.cancel(), { signal });
    return () => {
      end.abort();
      closeRow();
    };
  }, [store]);
}

/** The row itself is drawn by the list: here it is only moved. */
function useMovedRow(layer: { current: HTMLElement | null }): void {
  const now = moved.value;
  useLayoutEffect(() => {
    const list = layer.current?.parentElement;
    const row = now && list?.querySelector<HTMLElement>(`.list-row[data-id="${now.id}"]`);
    if (!row) return;
    const rtl = getComputedStyle(row).direction === 'rtl';
    row.style.translate = `${rtl ? -now.px : now.px}px`;
    // Under a finger it is where the finger is; else it glides.
    if (!now.open) row.style.transition = 'none';
    return () => {
      row.style.translate = '';
      row.style.transition = '';
    };
  }, [now]);
}
