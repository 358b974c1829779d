import type { TargetedClipboardEvent, TargetedKeyboardEvent } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';
import { Icon } from './icon.tsx';

export type Token = {
  label: string;
  /** The whole of it, where the label is short. */
  detail?: string | undefined;
  /** What is wrong with it, in words. */
  problem?: string | null | undefined;
};

type Props = {
  /** Shown before the tokens. */
  label: string;
  addLabel: string;
  removeLabel: (label: string) => string;
  tokens: readonly Token[];
  /** Typed, or pasted with several in it. */
  onAdd: (text: string) => void;
  onRemove: (index: number) => void;
  focusFirst?: boolean | undefined;
};

const ENDS = new Set(['Enter', ',', ';', '，', '；']);

/** Several short things in one field: each is finished by Enter or a comma, Backspace takes the last one away. */
export function TokenField(props: Props) {
  const { label, addLabel, tokens, onAdd, onRemove, focusFirst } = props;
  const [typed, setTyped] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  const finish = () => {
    if (typed.trim() !== '') onAdd(typed);
    setTyped('');
  };
  const keys = (event: TargetedKeyboardEvent<HTMLInputElement>) => {
    if (event.isComposing) return;
    if (ENDS.has(event.key) && (typed.trim() !== '' || event.key !== 'Enter')) {
      event.preventDefault();
      finish();
    } else if (event.key === 'Backspace' && typed === '' && tokens.length > 0) {
      event.preventDefault();
      onRemove(tokens.length - 1);
    }
  };
  const paste = (event: TargetedClipboardEvent<HTMLInputElement>) => {
    const text = pastedTokens(event);
    if (text === null) return;
    onAdd(typed + text);
    setTyped('');
  };
  const remove = (index: number) => {
    onRemove(index);
    input.current?.focus();
  };
  return (
    <div class="tokens">
      <label class="tokens-label" for={id}>
        {label}
      </label>
      <div class="tokens-box">
        <Tokens {...props} remove={remove} />
        <input
          ref={input}
          id={id}
          type="text"
          inputMode="email"
          autocapitalize="off"
          autocomplete="off"
          spellcheck={false}
          aria-label={`${label}: ${addLabel}`}
          autofocus={focusFirst}
          value={typed}
          onInput={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={keys}
          onPaste={paste}
          onBlur={finish}
        />
      </div>
    </div>
  );
}

/** Text that is more than a part of one token; anything else is pasted as usual. */
function pastedTokens(event: TargetedClipboardEvent<HTMLInputElement>): string | null {
  const text = event.clipboardData?.getData('text') ?? '';
  if (!/[@\n,;]/.test(text)) return null;
  event.preventDefault();
  return text;
}

function Tokens({ tokens, label, removeLabel, remove }: Props & { remove: (at: number) => void }) {
  if (tokens.length === 0) return null;
  return (
    <ul aria-label={label}>
      {tokens.map((token, at) => (
        <li
          key={`${at} ${token.label}`}
          class={`token${token.problem ? ' is-invalid' : ''}`}
          title={token.problem ?? token.detail}
        >
          {token.problem && <Icon name="alert" size={14} />}
          <span class="truncate" dir="auto">
            {token.label}
          </span>
          {token.problem && <span class="hidden-text">{token.problem}</span>}
          <button type="button" aria-label={removeLabel(token.label)} onClick={() => remove(at)}>
            <Icon name="close" size={12} />
          </button>
        </li>
      ))}
    </ul>
  );
}
