import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { words } from '../words/words.ts';
import { FieldFrame, tied } from './field.tsx';
import { IconButton } from './icon-button.tsx';

export type TextFieldProps = {
  label: string;
  value: string;
  onInput: (value: string) => void;
  type?: keyof typeof KINDS | undefined;
  name?: string | undefined;
  help?: ComponentChildren;
  error?: string | null | undefined;
  /** `quiet` where nobody would think it must be filled in. */
  optional?: boolean | 'quiet' | undefined;
  /** For password managers: `current-password`, `new-password`, `email`, `name`. */
  autocomplete?: string | undefined;
  placeholder?: string | undefined;
  maxLength?: number | undefined;
  /** More than one line. */
  lines?: number | undefined;
  mono?: boolean | undefined;
  tall?: boolean | undefined;
  focusFirst?: boolean | undefined;
  readOnly?: boolean | undefined;
  /** A small control inside the box, at its end. */
  suffix?: ComponentChildren;
};

/** One by one, because each has rules of its own about roles. */
const KINDS = {
  text: { type: 'text' },
  email: { type: 'email' },
  password: { type: 'password' },
  search: { type: 'search' },
} as const;

/** Words or a secret typed by hand. Secrets can be looked at; pasting is always allowed. */
export function TextField(props: TextFieldProps) {
  const id = useId();
  const [shown, setShown] = useState(false);
  const control = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  useEffect(() => {
    if (props.focusFirst) control.current?.focus();
  }, [props.focusFirst]);
  const secret = props.type === 'password';
  const common = { ...tied({ ...props, id }), ...attributes(props), ref: control };
  return (
    <FieldFrame {...props} id={id}>
      <div class="field-box">
        {props.lines ? (
          <textarea {...common} rows={props.lines} />
        ) : (
          <input {...common} {...KINDS[secret && shown ? 'text' : (props.type ?? 'text')]} />
        )}
        {props.suffix}
        {secret && (
          <IconButton
            icon={shown ? 'eye-off' : 'eye'}
            label={shown ? words.value.common.hide : words.value.common.show}
            pressed={shown}
            onClick={() => setShown(!shown)}
          />
        )}
      </div>
    </FieldFrame>
  );
}

function attributes(props: TextFieldProps) {
  const exact = props.mono || props.type === 'password' || props.type === 'email';
  return {
    name: props.name,
    value: props.value,
    placeholder: props.placeholder,
    maxLength: props.maxLength,
    readOnly: props.readOnly,
    // Dialogs look for it when they open.
    autofocus: props.focusFirst,
    autocomplete: props.autocomplete ?? 'off',
    'aria-required': !props.optional || undefined,
    dir: 'auto' as const,
    ...(exact && { autocapitalize: 'off' as const, spellcheck: false }),
    onInput: (event: { currentTarget: { value: string } }) =>
      props.onInput(event.currentTarget.value),
  };
}
