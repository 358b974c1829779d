/** @jsxImportSource #draw */
/** A form that an agent sends: filled in where it stands, and gone in every tab once it was. */
import type { IntakeField } from '../../../server/wire/intake.ts';
import { useComputed, useSignal } from '../draw/hooks.ts';
import { isTaken, leave, respond } from '../offers.ts';
import { usePart } from './context.ts';
import { Field, givenIn, leadToTrouble, type Values } from './intake-form.tsx';

export function Form({ id, fields }: { id: string; fields: readonly IntakeField[] }) {
  const { chat, say } = usePart();
  const values = useSignal<Values>({});
  const tried = useSignal(false);
  const taken = useComputed(() => isTaken(chat, id)).value;
  if (taken) return null;
  const submit = (form: HTMLFormElement) => {
    tried.value = true;
    if (leadToTrouble(form, fields, values.value)) return;
    const { answers: given } = givenIn(fields, values.value);
    const text = Object.values(given).join('\n');
    if (!text) return;
    leave(form);
    respond(chat, text, { kind: 'filled', of: id, given });
  };
  return (
    <form
      class="bubble intake"
      noValidate
      aria-label={say('form')}
      onSubmit={(event) => {
        event.preventDefault();
        submit(event.currentTarget);
      }}
    >
      {fields.map((field) => (
        <Field key={field.id} {...{ field, values }} tried={tried.value} within={id} />
      ))}
      <button type="submit" class="plain">
        {say('formSend')}
      </button>
    </form>
  );
}
