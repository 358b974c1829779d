/** @jsxImportSource #draw */
/** One's own message under the pen, in the place where it stands. */
import type { VisitorMessage } from '../../../server/wire/visitor.ts';
import { useEffect, useRef, useSignal } from '../draw/hooks.ts';
import { change, leave, sayAnew, type Trouble } from '../revising.ts';
import { usePart } from './context.ts';
import { isSendKey } from './keys.ts';
import './editor.css';

const REASONS = { offline: 'changeOffline', late: 'changeLate', failed: 'rateFailed' } as const;

export function Editor({ message }: { message: VisitorMessage }) {
  const { chat, say } = usePart();
  const text = useSignal(message.text);
  const trouble = useSignal<Trouble | 'busy' | null>(null);
  const save = async () => {
    const words = text.value.trim();
    if (trouble.value === 'busy' || (!words && message.attachments.length === 0)) return;
    trouble.value = 'busy';
    const same = words === message.text;
    trouble.value = same ? null : await change(chat, message.id, words);
    if (trouble.value === null) leave(chat);
  };
  return (
    <form
      class="editor"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.isComposing) return;
        event.preventDefault();
        leave(chat);
      }}
    >
      <Words text={text.value} write={(words) => (text.value = words)} save={() => void save()} />
      <p class="wrong" role="alert">
        {trouble.value && trouble.value !== 'busy' && say(REASONS[trouble.value])}
      </p>
      <Ways trouble={trouble.value} text={text.value} />
    </form>
  );
}

/** What can no longer be changed can be said by itself. */
function Ways({ trouble, text }: { trouble: Trouble | 'busy' | null; text: string }) {
  const { chat, say } = usePart();
  return (
    <div class="deeds-row">
      {trouble === 'late' ? (
        <button type="button" class="link" onClick={() => sayAnew(chat, text)}>
          {say('sendAnew')}
        </button>
      ) : (
        <button type="submit" class="link" aria-disabled={trouble === 'busy'}>
          {say('save')}
        </button>
      )}
      <button type="button" class="link quiet" onClick={() => leave(chat)}>
        {say('cancel')}
      </button>
    </div>
  );
}

type WordsProps = { text: string; write(text: string): void; save(): void };

function Words({ text, write, save }: WordsProps) {
  const { chat, say } = usePart();
  const field = useRef<HTMLTextAreaElement | null>(null);
  useEffect(() => {
    const { current } = field;
    current?.focus();
    current?.setSelectionRange(text.length, text.length);
    current?.scrollIntoView({ block: 'nearest' });
    return undefined;
  }, []);
  return (
    <>
      <div class="grow" data-text={text}>
        <textarea
          ref={field}
          rows={1}
          dir="auto"
          maxLength={chat.config.value?.text.max}
          value={text}
          aria-label={say('editField')}
          aria-describedby="editor-help"
          enterkeyhint="send"
          onInput={(event) => write(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (!isSendKey(event)) return;
            event.preventDefault();
            save();
          }}
        />
      </div>
      <span id="editor-help" class="aside">
        {say('editHint')}
      </span>
    </>
  );
}
