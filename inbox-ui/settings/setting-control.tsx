import type { SettingField } from '../../server/wire/channels.ts';
import { SelectField } from '../parts/select-field.tsx';
import { Switch } from '../parts/switch.tsx';
import { TextField } from '../parts/text-field.tsx';
import { words } from '../words/words.ts';

const COLOUR = /^#[0-9a-f]{6}$/i;

type Props = {
  field: SettingField;
  value: string;
  error: string | null | undefined;
  onInput: (value: string) => void;
  /** What is saved; for secrets their last characters. */
  kept: string | null;
};

/** One declared setting as a control. */
export function SettingControl({ field, value, error, onInput, kept }: Props) {
  if (field.type === 'switch') {
    return (
      <Switch
        label={field.label}
        help={field.help}
        checked={value === 'on'}
        onChange={(on) => onInput(on ? 'on' : 'off')}
      />
    );
  }
  if (field.choices) {
    const { choices, label, help } = field;
    return <SelectField {...{ label, help, value, error, choices }} onChange={onInput} />;
  }
  return (
    <TextField
      label={field.label}
      value={value}
      error={error}
      onInput={onInput}
      help={help(field, kept)}
      type={field.secret ? 'password' : 'text'}
      autocomplete={field.secret ? 'new-password' : 'off'}
      lines={field.type === 'lines' ? 3 : undefined}
      optional={!field.required}
      mono={field.secret}
      suffix={
        COLOUR.test(field.default ?? '') && <Swatch field={field} value={value} onInput={onInput} />
      }
    />
  );
}

/** A setting whose default is a colour can be picked by eye. */
function Swatch({ field, value, onInput }: Pick<Props, 'field' | 'value' | 'onInput'>) {
  return (
    <input
      class="swatch"
      type="color"
      aria-label={field.label}
      value={COLOUR.test(value) ? value : field.default}
      onInput={(event) => onInput(event.currentTarget.value.toUpperCase())}
    />
  );
}

function help(field: SettingField, kept: string | null): string {
  if (!field.secret || !kept) return field.help;
  return words.value.settings.channels.keep(kept);
}
