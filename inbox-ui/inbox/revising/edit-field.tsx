import type { TargetedKeyboardEvent } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Message } from '../../../server/wire/messages.ts';
import { Button } from '../../parts/button.tsx';
import { words } from '../../words/words.ts';
import { wishToWrite } from '../desk.ts';
import { isStroke } from '../keys/keymap.ts';
import './revising.css';
import { revised, saveRevision } from './revising.ts';

/** What one said, under the pen, in the place where it stands. */
export function EditField({ message }: { message: Message }) {
  const { revising } = words.value.inbox;
  const [text, setText] = useState(message.revision?.text ?? message.text);
  const [busy, setBusy] = useState(false);
  const field = useFocusAtEnd();
  const save = async () => {
    const words = text.trim();
    if (words === '' || busy) return;
    setBusy(true);
    const taken = words === message.text || (await saveRevision(message, words));
    setBusy(false);
    if (taken) close();
  };
  const keys = (event: TargetedKeyboardEvent<HTMLTextAreaElement>) => {
    if (event.isComposing) return;
    const saves = isStroke('mod+enter', event) || (isStroke('enter', event) && !isThumb());
    if (!saves && !isStroke('esc', event)) return;
    event.preventDefault();
    event.stopPropagation();
    if (saves) void save();
    else close();
  };
  return (
    <div class="revising">
      <textarea
        ref={field}
        class="revising-field"
        dir="auto"
        rows={3}
        aria-label={revising.field}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={keys}
      />
      <div class="revising-foot">
        <span class="revising-hint">{revising.hint}</span>
        <Button onClick={close}>{words.value.common.cancel}</Button>
        <Button
          look="primary"
          busy={busy}
          blocked={text.trim() === '' ? revising.empty : null}
          onClick={() => void save()}
        >
          {revising.save}
        </Button>
      </div>
    </div>
  );
}

/** Thumbs have a button, and no Shift at hand. */
const isThumb = (): boolean => matchMedia('(pointer: coarse)').matches;

/** Back to where one writes on. */
function close(): void {
  revised.value = null;
  wishToWrite('reply');
}

function useFocusAtEnd() {
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const element = field.current;
    element?.focus();
    element?.setSelectionRange(element.value.length, element.value.length);
    element?.scrollIntoView({ block: 'nearest' });
  }, []);
  return field;
}
