import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { FieldFrame, tied } from './field.tsx';
import { Icon } from './icon.tsx';

export type Choice<Value extends string> = { value: Value; label: string };

type Props<Value extends string> = {
  label: string;
  value: Value;
  choices: readonly Choice<Value>[];
  help?: ComponentChildren;
  error?: string | null | undefined;
  onChange: (value: Value) => void;
};

/** One of several: the browser's own list, which phones and screen readers know best. */
export function SelectField<Value extends string>(props: Props<Value>) {
  const id = useId();
  const pick = (given: string) => {
    const found = props.choices.find((choice) => choice.value === given);
    if (found) props.onChange(found.value);
  };
  return (
    <FieldFrame id={id} label={props.label} help={props.help} error={props.error}>
      <div class="field-box field-select">
        <select
          {...tied({ ...props, id })}
          value={props.value}
          onChange={(event) => pick(event.currentTarget.value)}
        >
          {props.choices.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
        <Icon name="chevron" />
      </div>
    </FieldFrame>
  );
}
