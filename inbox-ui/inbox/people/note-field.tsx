import type { TargetedKeyboardEvent } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Button } from '../../parts/button.tsx';
import { words } from '../../words/words.ts';
import { isStroke } from '../keys/keymap.ts';

type Props = {
  label: string;
  /** What stands there already: it is being changed. */
  text?: string;
  /** Whether it was taken. */
  onSave: (text: string) => Promise<boolean>;
  onClose?: () => void;
};

/** A few lines on note paper. Its buttons come with the first letter. */
export function NoteField({ label, text: before = '', onSave, onClose }: Props) {
  const [text, setText] = useState(before);
  const [busy, setBusy] = useState(false);
  const field = useFocus(onClose !== undefined);
  const leave = () => {
    setText(before);
    onClose?.();
  };
  const save = async () => {
    if (text.trim() === '' || busy) return;
    setBusy(true);
    const taken = text === before || (await onSave(text.trim()));
    setBusy(false);
    if (taken) leave();
  };
  const keys = (event: TargetedKeyboardEvent<HTMLTextAreaElement>) => {
    const saves = isStroke('mod+enter', event);
    if (event.isComposing || (!saves && !isStroke('esc', event))) return;
    event.preventDefault();
    event.stopPropagation();
    if (saves) void save();
    else if (text === before) event.currentTarget.blur();
    else leave();
  };
  return (
    <div class="person-note-field">
      <textarea
        ref={field}
        dir="auto"
        rows={2}
        maxLength={4_000}
        aria-label={label}
        placeholder={label}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={keys}
      />
      {(onClose || text !== '') && (
        <Verbs empty={text.trim() === ''} busy={busy} onLeave={leave} onSave={() => void save()} />
      )}
    </div>
  );
}

type VerbsProps = { empty: boolean; busy: boolean; onLeave: () => void; onSave: () => void };

function Verbs({ empty, busy, onLeave, onSave }: VerbsProps) {
  const { common, inbox } = words.value;
  const why = empty ? inbox.people.noteEmpty : null;
  return (
    <div class="person-note-verbs">
      <Button onClick={onLeave}>{common.cancel}</Button>
      <Button look="primary" busy={busy} blocked={why} onClick={onSave}>
        {common.save}
      </Button>
    </div>
  );
}

function useFocus(wanted: boolean) {
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const element = wanted ? field.current : null;
    element?.focus();
    element?.setSelectionRange(element.value.length, element.value.length);
  }, [wanted]);
  return field;
}
