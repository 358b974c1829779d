import type { IntakeField } from '../../../server/wire/intake.ts';
import { IconButton } from '../../parts/icon-button.tsx';
import { SelectField } from '../../parts/select-field.tsx';
import { Switch } from '../../parts/switch.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { words } from '../../words/words.ts';
import { faultsOf, WORDED } from './faults.ts';

type Kind = IntakeField['kind'];
type Props = {
  field: IntakeField;
  /** What others ask already. */
  taken: ReadonlySet<Kind>;
  /** Somebody wanted to save it: what is missing is said. */
  tried: boolean;
  onChange: (field: IntakeField) => void;
  onRemove: () => void;
};

/** One question: its kind, its words, and whether it must be answered. */
export function Question({ field, taken, tried, onChange, onRemove }: Props) {
  const { asking } = words.value.settings;
  const faults = faultsOf(field);
  const { kind, label, required } = field;
  const name = asking.kinds[kind];
  const named = !WORDED.has(kind);
  const kinds = Object.keys(asking.kinds) as Kind[];
  const free = kinds.filter((one) => one === kind || WORDED.has(one) || !taken.has(one));
  return (
    <fieldset class="question">
      <legend class="hidden-text">{label || name}</legend>
      <div class="question-head">
        <SelectField
          label={asking.kind}
          value={kind}
          choices={free.map((value) => ({ value, label: asking.kinds[value] }))}
          onChange={(next) => onChange(asKind(field, next))}
        />
        <IconButton icon="trash" label={asking.remove} onClick={onRemove} />
      </div>
      <TextField
        label={kind === 'consent' ? asking.consent : asking.label}
        value={label}
        onInput={(next) => onChange({ ...field, label: next })}
        maxLength={1_000}
        error={tried && faults.label ? words.value.common.required : null}
        {...(kind === 'consent' && { lines: 3 })}
        {...(named && { optional: true, help: asking.ownWord })}
      />
      <Particulars field={field} wrong={tried && faults.choices} onChange={onChange} />
      <Switch
        label={asking.required}
        checked={required}
        onChange={(next) => onChange({ ...field, required: next })}
      />
    </fieldset>
  );
}

type ParticularsProps = Pick<Props, 'field' | 'onChange'> & { wrong: boolean };

/** What only some kinds have. */
function Particulars({ field, wrong, onChange }: ParticularsProps) {
  const { asking } = words.value.settings;
  if (field.kind === 'choice') {
    return (
      <TextField
        label={asking.choices}
        help={asking.choicesHelp}
        error={wrong ? asking.choicesWrong : null}
        lines={4}
        value={field.choices?.join('\n') ?? ''}
        onInput={(text) => onChange({ ...field, choices: text.split('\n').slice(0, 20) })}
      />
    );
  }
  if (field.kind !== 'consent') return null;
  return (
    <TextField
      label={asking.version}
      help={asking.versionHelp}
      value={field.version ?? ''}
      onInput={(version) => onChange({ ...field, version })}
      maxLength={40}
    />
  );
}

function asKind({ id, label, required }: IntakeField, kind: Kind): IntakeField {
  const field = { id, kind, label, required };
  if (kind === 'choice') return { ...field, choices: [''] };
  return kind === 'consent' ? { ...field, version: '1' } : field;
}
