import type { Ref, TargetedClipboardEvent, TargetedKeyboardEvent } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { preferences } from '../../session/preferences.ts';
import { words } from '../../words/words.ts';
import { isStroke } from '../keys/keymap.ts';
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
  const { store, row, kind, text, closed } = writing;
  const { composer } = words.value.inbox;
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => grow(field.current), [text.value, kind]);
  const note = kind === 'note';
  const keys = (event: TargetedKeyboardEvent<HTMLTextAreaElement>) => {
    if (event.isComposing || event.keyCode === COMPOSING) return;
    const task = taskOf(event, writing, { send: onSend, sendDone: onSendDone });
    if (!task) return;
    event.preventDefault();
    event.stopPropagation();
    task();
  };
  return (
    <textarea
      ref={(element) => {
        field.current = element;
        if (typeof area === 'object' && area) area.current = element;
      }}
      class="composer-field"
      rows={1}
      dir="auto"
      aria-label={note ? composer.note : composer.replyTo(row.contact.name)}
      placeholder={note ? composer.notePlaceholder : composer.replyTo(row.contact.name)}
      readOnly={closed !== null}
      value={text.value}
      onInput={(event) => {
        store.drafts.write(row.id, kind, event.currentTarget.value);
        if (note) return;
        if (event.currentTarget.value.trim() === '') store.typing.rest();
        else store.typing.write(row.id);
      }}
      onBlur={() => store.typing.rest()}
      onKeyDown={keys}
      onPaste={(event) => pasteFiles(event, onFiles)}
    />
  );
}

/** What browsers report while an input method still composes. */
const COMPOSING = 229;

type Tasks = { send: () => void; sendDone: () => void };

function taskOf(
  event: TargetedKeyboardEvent<HTMLTextAreaElement>,
  { row, kind }: Writing,
  { send, sendDone }: Tasks,
): (() => void) | null {
  if (isStroke('mod+shift+enter', event)) return kind === 'reply' ? sendDone : send;
  if (isStroke('mod+enter', event)) return send;
  if (isStroke('esc', event)) return () => leave(event.currentTarget);
  if (isStroke('enter', event) && enterSends(row.subject)) return send;
  return null;
}

/** A conversation with a subject is a letter; without one it is a chat. Thumbs have a button. */
export function enterSends(subject: string): boolean {
  const wish = preferences.value.enterSends;
  if (wish === 'never' || matchMedia('(pointer: coarse)').matches) return false;
  return wish === 'always' || subject === '';
}

/** The words stay; the keys work on the conversation again. */
function leave(field: HTMLElement): void {
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
