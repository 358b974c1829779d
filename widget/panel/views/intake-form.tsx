/** @jsxImportSource #draw */
/** What the channel asks before the first message, as a message would ask it. */
import type { IntakeField } from '../../../server/wire/intake.ts';
import { useSignal } from '../draw/hooks.ts';
import type { Signal } from '../signals.ts';
import { usePart } from './context.ts';
import './field.css';
import './intake-form.css';

/** What the server takes for one is decided there; this only spares a way. */
const LOOKS_LIKE_EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

export type Values = Readonly<Record<string, string>>;
type Trouble = 'fieldNeeded' | 'emailWrong';

export function IntakeForm() {
  const { chat, say } = usePart();
  const values = useSignal<Values>({});
  const tried = useSignal(false);
  const { value: fields } = chat.intake.asks;
  const submit = (form: HTMLFormElement) => {
    tried.value = true;
    if (leadToTrouble(form, fields, values.value)) return;
    chat.intake.give(givenIn(fields, values.value));
    chat.place.focusWish.value += 1;
  };
  return (
    <li class="entry theirs first" aria-live="off">
      <form
        class="bubble intake"
        noValidate
        aria-label={say('intakeLead')}
        onSubmit={(event) => {
          event.preventDefault();
          submit(event.currentTarget);
        }}
      >
        <p>{say('intakeLead')}</p>
        {fields.map((field) => (
          <Field key={field.id} field={field} values={values} tried={tried.value} />
        ))}
        <button type="submit" class="plain">
          {say('startChat')}
        </button>
      </form>
    </li>
  );
}

/** Whether something is missing or wrong; the keyboard is led to it. */
export function leadToTrouble(
  form: HTMLFormElement,
  fields: readonly IntakeField[],
  values: Values,
): boolean {
  const wrong = fields.findIndex((field) => troubleOf(field, values));
  form.querySelectorAll<HTMLElement>('.asked :is(input, select)')[wrong]?.focus();
  return wrong >= 0;
}

type FieldProps = {
  field: IntakeField;
  values: Signal<Values>;
  tried: boolean;
  /** Where several forms may stand. */
  within?: string;
};

export function Field({ field, values, tried, within }: FieldProps) {
  const { say } = usePart();
  const { kind, required } = field;
  const trouble = tried ? troubleOf(field, values.value) : null;
  const name = field.label || say(kind === 'email' || kind === 'phone' ? kind : 'name');
  const label = required ? name : say('optional', { label: name });
  const id = idOf(field, within);
  return (
    <div class={kind === 'consent' ? 'asked consent' : 'asked'}>
      <label for={id}>
        <bdi>{label}</bdi>
      </label>
      <Input id={id} field={field} values={values} wrong={trouble !== null} />
      <p id={`${id}-wrong`} class="wrong" role="alert">
        {trouble && say(trouble)}
      </p>
    </div>
  );
}

type InputProps = { id: string; field: IntakeField; values: Signal<Values>; wrong: boolean };

function Input({ id, field, values, wrong }: InputProps) {
  const value = values.value[field.id] ?? '';
  const set = (next: string) => {
    values.value = { ...values.value, [field.id]: next };
  };
  const about = {
    id,
    'aria-required': field.required,
    'aria-invalid': wrong,
    'aria-describedby': `${id}-wrong`,
  };
  if (field.kind === 'choice') {
    return (
      <select {...about} value={value} onChange={(event) => set(event.currentTarget.value)}>
        {['', ...(field.choices ?? [])].map((choice) => (
          <option key={choice} value={choice}>
            {choice}
          </option>
        ))}
      </select>
    );
  }
  if (field.kind === 'consent') {
    const agree = (checked: boolean) => set(checked ? (field.version ?? '') : '');
    return (
      <input {...about} type="checkbox" onChange={(event) => agree(event.currentTarget.checked)} />
    );
  }
  return (
    <input
      {...about}
      {...TYPES[field.kind]}
      maxLength={field.kind === 'name' ? 100 : 250}
      value={value}
      onInput={(event) => set(event.currentTarget.value)}
    />
  );
}

/** What browsers may fill in, and which keyboard phones show. */
const TYPES = {
  name: { type: 'text', autocomplete: 'name', dir: 'auto' },
  email: { type: 'email', autocomplete: 'email', dir: 'ltr' },
  phone: { type: 'tel', autocomplete: 'tel', dir: 'ltr' },
  text: { type: 'text', dir: 'auto' },
} as const;

const idOf = ({ id }: IntakeField, within = 'first'): string => `asked-${within}-${id}`;

function troubleOf({ id, kind, required }: IntakeField, values: Values): Trouble | null {
  const value = values[id]?.trim() ?? '';
  if (value === '') return required ? 'fieldNeeded' : null;
  return kind === 'email' && !LOOKS_LIKE_EMAIL.test(value) ? 'emailWrong' : null;
}

export function givenIn(fields: readonly IntakeField[], values: Values) {
  const answers: Record<string, string> = {};
  const claims: { name?: string; email?: string } = {};
  for (const { id, kind } of fields) {
    const value = values[id]?.trim();
    if (!value) continue;
    answers[id] = value;
    if (kind === 'name' || kind === 'email') claims[kind] = value;
  }
  return { answers, claims };
}
