import { useId } from 'preact/hooks';
import { FieldFrame, tied } from './field.tsx';

type Props = {
  label: string;
  /** Seen only by those who cannot see where it stands. */
  labelHidden?: boolean | undefined;
  /** `HH:MM` */
  value: string;
  onChange: (value: string) => void;
};

/** A time of day, by the browser's own control. */
export function TimeField({ label, labelHidden, value, onChange }: Props) {
  const id = useId();
  const box = (
    <div class="field-box">
      <input
        {...tied({ id })}
        type="time"
        required
        value={value}
        aria-label={labelHidden ? label : undefined}
        // Half a time is none: what was chosen before stays.
        onChange={({ currentTarget }) => currentTarget.value && onChange(currentTarget.value)}
      />
    </div>
  );
  if (labelHidden) return <div class="field">{box}</div>;
  return (
    <FieldFrame id={id} label={label}>
      {box}
    </FieldFrame>
  );
}
