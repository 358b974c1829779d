import type { Ref, TargetedClipboardEvent, TargetedKeyboardEvent } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { preferences } from '../../session/preferences.ts';
import { words } from '../../words/words.ts';
import { isStroke } from '../keys/keymap.ts';
import { editLast } from '../revising/revising.ts';
import { applyFormat, formatOf } from './format-menu.tsx';
import { OFFER_LIST, OfferList, optionOf } from './offer-list.tsx';
import { type OfferMenu, useOffers } from './use-offers.ts';
import type { Writing } from './writing.ts';

type Props = {
  writing: Writing;
  area: Ref<HTMLTextAreaElement>;
  onSend: () => void;
  onSendDone: () => void;
  onFiles: (files: File[]) => void;
};

/** The field. It grows with the words up to a point, and keeps them whatever happens. */
export function WritingArea({ writing, area, onSend, onSendDone, onFiles }: Props) {
  const { store, row, kind, text, rules, closed } = writing;
  const { composer } = words.value.inbox;
  const field = useRef<HTMLTextAreaElement>(null);
  const offers = useOffers(writing, field);
  useLayoutEffect(() => grow(field.current), [text.value, kind]);
  const note = kind === 'note';
  const keys = (event: TargetedKeyboardEvent<HTMLTextAreaElement>) => {
    if (event.isComposing || event.keyCode === COMPOSING || offers.keys(event)) return;
    const as = rules.formatting ? formatOf(event) : null;
    const field = event.currentTarget;
    const task = as
      ? () => applyFormat(field, as)
      : taskOf(event, writing, { send: onSend, sendDone: onSendDone });
    if (!task) return;
    event.preventDefault();
    event.stopPropagation();
    task();
  };
  return (
    <>
      {offers.menu && <OfferList menu={offers.menu} />}
      <textarea
        ref={(element) => {
          field.current = element;
          if (typeof area === 'object' && area) area.current = element;
        }}
        class="composer-field"
        rows={1}
        dir="auto"
        aria-label={note ? composer.note : composer.replyTo(row.contact.name)}
        {...tiedTo(offers.menu)}
        placeholder={placeholderOf(writing)}
        readOnly={closed !== null}
        value={text.value}
        onInput={(event) => {
          store.drafts.write(row.id, kind, event.currentTarget.value);
          offers.look(event.currentTarget);
          tellWriting(writing, event.currentTarget.value.trim() !== '');
        }}
        onBlur={() => {
          offers.close();
          tellWriting(writing, false);
        }}
        onKeyDown={keys}
        onPaste={(event) => pasteFiles(event, onFiles)}
      />
    </>
  );
}

function placeholderOf({ row, kind, letter }: Writing): string {
  const { composer, letters } = words.value.inbox;
  if (letter?.envelope.mode === 'forward') return letters.forwardPlaceholder;
  return kind === 'note' ? composer.notePlaceholder : composer.replyTo(row.contact.name);
}

/** What is chosen in the list is read out, though the focus stays where one writes. */
function tiedTo(menu: OfferMenu | null) {
  const chosen = menu?.offered[menu.active];
  if (!chosen) return {};
  return {
    'aria-controls': OFFER_LIST,
    'aria-autocomplete': 'list' as const,
    'aria-activedescendant': optionOf(chosen.id),
  };
}

/** Colleagues see that something is being written; the other side, only what is for them. */
function tellWriting({ store, row, kind, line }: Writing, active: boolean): void {
  if (active) store.presences.write(row.id);
  else store.presences.rest();
  if (active && kind === 'reply') store.typing.write(row.id, line?.threadId ?? null);
  else store.typing.rest();
}

/** What browsers report while an input method still composes. */
const COMPOSING = 229;

type Tasks = { send: () => void; sendDone: () => void };

function taskOf(
  event: TargetedKeyboardEvent<HTMLTextAreaElement>,
  writing: Writing,
  { send, sendDone }: Tasks,
): (() => void) | null {
  if (isStroke('mod+shift+enter', event)) return writing.kind === 'reply' ? sendDone : send;
  if (isStroke('mod+enter', event)) return send;
  if (isStroke('up', event) && isBlank(writing) && editLast(writing.store)) return () => {};
  if (isStroke('esc', event)) return () => leave(event.currentTarget);
  if (isStroke('enter', event) && enterSends(writing)) return send;
  return null;
}

const isBlank = ({ kind, text }: Writing): boolean => kind === 'reply' && text.peek() === '';

/** With recipients or a subject it is a letter; without them it is a chat. Thumbs have a button. */
export function enterSends({ row, letter }: Pick<Writing, 'row' | 'letter'>): boolean {
  const wish = preferences.value.enterSends;
  if (wish === 'never' || matchMedia('(pointer: coarse)').matches) return false;
  return wish === 'always' || (row.subject === '' && letter === null);
}

/** The words stay; the keys work on the conversation again. */
export function leave(field: HTMLElement): void {
  const line = field.closest('.thread-pane')?.querySelector<HTMLElement>('[role=log]');
  if (line) line.focus();
  else field.blur();
}

/** For browsers that do not know `field-sizing`. */
function grow(field: HTMLTextAreaElement | null): void {
  if (!field || CSS.supports('field-sizing', 'content')) return;
  field.style.height = 'auto';
  field.style.height = `${field.scrollHeight}px`;
}

function pasteFiles(
  event: TargetedClipboardEvent<HTMLTextAreaElement>,
  take: (files: File[]) => void,
): void {
  const files = [...(event.clipboardData?.files ?? [])];
  if (files.length === 0) return;
  event.preventDefault();
  take(files);
}
