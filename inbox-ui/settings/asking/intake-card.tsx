import { useRef, useState } from 'preact/hooks';
import type { Channel } from '../../../server/wire/channels.ts';
import type { IntakeField } from '../../../server/wire/intake.ts';
import { type ApiError, api } from '../../api.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { FormFailure, focusFirstError } from '../../parts/form.tsx';
import { toast } from '../../parts/toast.tsx';
import { words } from '../../words/words.ts';
import { adminOnly } from '../admin-only.ts';
import './asking.css';
import { isWhole } from './faults.ts';
import { Question } from './question.tsx';

type Props = { channel: Channel; onChange: (channel: Channel) => void };

const MOST = 10;

/** What visitors are asked before their first message. */
export function IntakeCard(props: Props) {
  const { settings, common } = words.value;
  const { asking } = settings;
  const form = useRef<HTMLFormElement>(null);
  const { fields, setFields, tried, busy, failure, save } = useIntake(props);
  const replace = (id: string, next: IntakeField[]) =>
    setFields(fields.flatMap((field) => (field.id === id ? next : [field])));
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!save()) focusFirstError(form.current);
  };
  return (
    <Card title={asking.title} lead={asking.lead}>
      <form ref={form} class="stack" noValidate onSubmit={submit}>
        {fields.map((field) => (
          <Question
            key={field.id}
            field={field}
            taken={new Set(fields.map(({ kind }) => kind))}
            tried={tried}
            onChange={(changed) => replace(field.id, [changed])}
            onRemove={() => replace(field.id, [])}
          />
        ))}
        <FormFailure error={failure} />
        <div class="form-actions">
          {fields.length < MOST && (
            <Button icon="plus" onClick={() => setFields([...fields, newField(fields)])}>
              {asking.add}
            </Button>
          )}
          <Button type="submit" busy={busy} blocked={adminOnly()}>
            {common.save}
          </Button>
        </div>
      </form>
    </Card>
  );
}

/** The questions as they are being written. `save` is false, and nothing is sent, while one of them lacks something. */
function useIntake({ channel, onChange }: Props) {
  const [fields, setFields] = useState<IntakeField[]>(channel.intake?.fields ?? []);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);
  const [tried, setTried] = useState(false);
  const send = async () => {
    setBusy(true);
    setFailure(null);
    const intake = fields.length > 0 ? { fields } : null;
    const answer = await api.patch<Channel>(`channels/${channel.id}`, { intake });
    setBusy(false);
    if (!answer.ok) return setFailure(answer.error);
    setFields(answer.value.intake?.fields ?? []);
    onChange(answer.value);
    toast({ text: words.peek().settings.asking.saved });
  };
  const save = (): boolean => {
    const whole = fields.every(isWhole);
    setTried(!whole);
    if (whole) void send();
    return whole;
  };
  return { fields, setFields, tried, busy, failure, save };
}

/** The first kind that is not asked for yet. */
function newField(fields: readonly IntakeField[]): IntakeField {
  const usual = ['name', 'email', 'phone'] as const;
  const kind = usual.find((one) => !fields.some((field) => field.kind === one)) ?? 'text';
  const taken = new Set(fields.map(({ id }) => id));
  const number = Array.from({ length: MOST }, (_, n) => n + 1).find((n) => !taken.has(`q${n}`));
  return { id: `q${number}`, kind, label: '', required: true };
}
