import { useId } from 'preact/hooks';
import { Icon, type IconName } from './icon.tsx';

export type Segment<Value extends string> = { value: Value; label: string; icon?: IconName };

type Props<Value extends string> = {
  label: string;
  segments: readonly Segment<Value>[];
  value: Value;
  onChange: (value: Value) => void;
};

/** One of a few, all visible: radio buttons that look like a strip. */
export function Segmented<Value extends string>(props: Props<Value>) {
  const name = useId();
  return (
    <fieldset class="segmented" aria-label={props.label}>
      {props.segments.map(({ value, label, icon }) => (
        <label key={value}>
          <input
            type="radio"
            name={name}
            checked={value === props.value}
            onChange={() => props.onChange(value)}
          />
          {icon && <Icon name={icon} />}
          {label}
        </label>
      ))}
    </fieldset>
  );
}
