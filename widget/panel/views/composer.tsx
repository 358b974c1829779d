/** @jsxImportSource #draw */
/** Where the visitor writes. */

import type { RefObject } from 'preact';
import type { Chat } from '../chat.ts';
import { useRef, useSignalEffect } from '../draw/hooks.ts';
import { answered, reached } from '../handling.ts';
import { usePanel } from './context.ts';
import { Icon } from './icons.tsx';
import { isSendKey } from './keys.ts';
import { lazy } from './lazy.tsx';
import { Opener } from './opener.tsx';

const Answering = lazy(() => import('./answering.tsx'), 'Answering');
const Emoji = lazy(() => import('./emoji.tsx'), 'Emoji');
/** Nobody misses these while the panel opens. */
const Extras = lazy(() => import('./extras.tsx'), 'Extras', undefined, true);
const Limit = lazy(() => import('./limit.tsx'), 'Limit');
const UploadList = lazy(() => import('./uploads.tsx'), 'UploadList');

/** From here on the room that is left is told. */
const NEAR_LIMIT = 200;

export function Composer() {
  const { chat } = usePanel();
  const field = useRef<HTMLTextAreaElement | null>(null);
  const text = chat.draft.value;
  const left = (chat.config.value?.text.max ?? 0) - [...text].length;
  const uploads = chat.uploads.value;
  const settled = uploads?.settled.value ?? true;
  const files = uploads?.items.value.length ?? 0;
  const something = text.trim() !== '' || files > 0;
  const ready = something && settled && left >= 0;
  const send = () => {
    if (ready) chat.write();
    field.current?.focus();
  };
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {answered.value && <Answering />}
      {uploads && files + uploads.rejections.value.length > 0 && <UploadList uploads={uploads} />}
      <div class="row">
        <AttachButton />
        <Field field={field} tooLong={left < 0} send={send} />
        <Extras />
        <EmojiButton field={field} />
        <SendButton ready={ready} />
      </div>
      <Help left={left} />
    </form>
  );
}

type FieldProps = {
  field: RefObject<HTMLTextAreaElement | null>;
  tooLong: boolean;
  send(): void;
};

function Field({ field, tooLong, send }: FieldProps) {
  const { chat, say } = usePanel();
  const text = chat.draft.value;
  useSignalEffect(() => {
    if (chat.place.focusWish.value > 0) field.current?.focus();
  });
  const paste = (event: ClipboardEvent) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0 || !chat.config.value?.attachments) return;
    event.preventDefault();
    chat.attaching.take(files).catch(() => undefined);
  };
  return (
    // The same text stands unseen behind the field and gives it its height: nothing is measured, nothing jumps.
    <div class="grow" data-text={text}>
      <textarea
        ref={field}
        rows={1}
        dir="auto"
        value={text}
        placeholder={say('write')}
        aria-label={say('write')}
        aria-describedby="composer-help"
        aria-invalid={tooLong}
        enterkeyhint="send"
        onInput={(event) => chat.typed(event.currentTarget.value)}
        onPaste={paste}
        onKeyDown={(event) => {
          if (event.key === 'Tab') reached.value = true;
          if (event.key === 'ArrowUp' && !text) reach(chat);
          if (!isSendKey(event)) return;
          event.preventDefault();
          send();
        }}
      />
    </div>
  );
}

/** The keyboards of phones have them. */
function EmojiButton({ field }: Pick<FieldProps, 'field'>) {
  const { say } = usePanel();
  if (matchMedia('(pointer: coarse)').matches) return null;
  const draw = (close: () => void) => <Emoji field={field} close={close} />;
  return <Opener icon="smile" label={say('emoji')} draw={draw} />;
}

/** Never disabled, so that focus is not lost under the finger; it says that it cannot yet. */
function SendButton({ ready }: { ready: boolean }) {
  const { say } = usePanel();
  return (
    <button type="submit" class="send" aria-label={say('send')} aria-disabled={!ready}>
      <Icon name="up" />
    </button>
  );
}

/** What a screen reader hears at the field; what others see only when it matters. */
function Help({ left }: { left: number }) {
  const { chat, say } = usePanel();
  return (
    <p id="composer-help" class={left < 0 ? 'help over' : 'help'}>
      <span class="aside">{say('writeHint')}</span>
      {left <= NEAR_LIMIT && <Limit left={left} />}
      {chat.attaching.held.value && <span>{say('fileWaits')}</span>}
    </p>
  );
}

function AttachButton() {
  const { chat, say } = usePanel();
  const input = useRef<HTMLInputElement | null>(null);
  const limits = chat.config.value?.attachments;
  if (!limits) return null;
  return (
    <>
      <button
        type="button"
        class="tool"
        aria-label={say('attach')}
        onClick={() => input.current?.click()}
      >
        <Icon name="attach" />
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept={limits.types.join(',')}
        onChange={(event) => {
          chat.attaching.take([...(event.currentTarget.files ?? [])]).catch(() => undefined);
          event.currentTarget.value = '';
        }}
      />
    </>
  );
}

/** As people know it: back to what they said last. */
function reach(chat: Chat): void {
  import('../revising.ts').then(({ editLast }) => editLast(chat)).catch(() => undefined);
}
