import { useState } from 'preact/hooks';
import type { Template } from '../../../server/wire/sending.ts';
import { Button } from '../../parts/button.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { words } from '../../words/words.ts';
import { filled } from './templates.ts';

type Props = {
  template: Template;
  onBack: () => void;
  onSend: (text: string, values: string[]) => void;
};

/** The values of a template, and what it reads with them. */
export function TemplateForm({ template, onBack, onSend }: Props) {
  const { inbox, common } = words.value;
  const { sending, composer } = inbox;
  const [values, setValues] = useState<string[]>(() => Array(template.places).fill(''));
  const [tried, setTried] = useState(false);
  const text = filled(template.text, values);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setTried(true);
    const given = values.map((value) => value.trim());
    if (given.every((value) => value !== '')) onSend(filled(template.text, given), given);
  };
  return (
    <form class="templates" noValidate onSubmit={submit}>
      {values.map((value, index) => (
        <TextField
          // The places of one template never change their order.
          key={`place ${index + 1}`}
          label={sending.place(index + 1)}
          value={value}
          maxLength={1_000}
          focusFirst={index === 0}
          error={tried && value.trim() === '' ? common.required : null}
          onInput={(next) => setValues(values.map((old, at) => (at === index ? next : old)))}
        />
      ))}
      <figure class="template-preview">
        <figcaption>{sending.preview}</figcaption>
        <p dir="auto">{text}</p>
      </figure>
      <div class="dialog-actions">
        <Button onClick={onBack}>{common.back}</Button>
        <Button type="submit" look="primary">
          {composer.send}
        </Button>
      </div>
    </form>
  );
}
