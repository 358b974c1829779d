import { useRef, useState } from 'preact/hooks';
import type { ApiError, Result } from '../api.ts';
import { describe } from '../words/errors.ts';
import { Banner } from './banner.tsx';

type Texts<Key extends string> = Record<Key, string>;
export type FieldErrors<Key extends string> = Partial<Record<Key, string | null>>;

type Options<Key extends string, Value> = {
  initial: Texts<Key>;
  /** What is wrong, by field. Asked on submit; a field that is corrected loses its error at once. */
  check: (values: Texts<Key>) => FieldErrors<Key>;
  send: (values: Texts<Key>) => Promise<Result<Value>>;
  done: (value: Value) => void;
  /** Our words for what the server refuses in a field. */
  refusals?: FieldErrors<Key>;
};

export type BoundField = {
  value: string;
  error: string | null | undefined;
  onInput: (value: string) => void;
};

/** The state of a form of texts: values, errors, under way or not, and what the server said. */
export function useForm<Key extends string, Value>(options: Options<Key, Value>) {
  const [values, setValues] = useState(options.initial);
  const [errors, setErrors] = useState<FieldErrors<Key>>({});
  const [failure, setFailure] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const set = (key: Key, value: string) => {
    setValues((before) => ({ ...before, [key]: value }));
    setErrors((before) => ({ ...before, [key]: null }));
  };
  const submit = async (event: { preventDefault(): void }) => {
    event.preventDefault();
    if (busy) return;
    const wrong = options.check(values);
    setErrors(wrong);
    setFailure(null);
    if (Object.values(wrong).some(Boolean)) return focusFirstError(form.current);
    setBusy(true);
    const answer = await options.send(values);
    setBusy(false);
    if (answer.ok) return options.done(answer.value);
    const key = fieldOf(answer.error, values);
    if (key === null) return setFailure(answer.error);
    const text = options.refusals?.[key] ?? answer.error.detail.replace(/^.*?: /, '');
    setErrors({ [key]: text } as FieldErrors<Key>);
    focusFirstError(form.current);
  };
  /** What a field needs: its value, its error, and where its input goes. */
  const field = (key: Key): BoundField => ({
    value: values[key] ?? '',
    error: errors[key],
    onInput: (value: string) => set(key, value),
  });
  return { values, field, set, failure, busy, submit, form };
}

/** What the server said, in words. Announced when it appears. */
export function FormFailure({ error, text }: { error: ApiError | null; text?: string | null }) {
  if (!error) return null;
  return (
    <Banner tone="danger" icon="alert" role="alert" boxed>
      {text ?? describe(error)}
    </Banner>
  );
}

/** The server names the field first: "body.name: …". null: it is about the whole. */
function fieldOf<Key extends string>({ code, detail }: ApiError, values: Texts<Key>): Key | null {
  const named = code === 'invalid' ? /^(?:body\.)?(?:\w+\.)*(\w+): /.exec(detail)?.[1] : undefined;
  return (Object.keys(values) as Key[]).find((key) => key === named) ?? null;
}

/** Leads to the first field that has something wrong. */
export function focusFirstError(form: HTMLFormElement | null): void {
  // The errors are drawn first.
  requestAnimationFrame(() => form?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus());
}
