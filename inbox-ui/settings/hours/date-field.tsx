import { useId } from 'preact/hooks';
import { FieldFrame, tied } from '../../parts/field.tsx';

type Props = { label: string; value: string; onChange: (value: string) => void };

/** A day, by the browser's own control: `YYYY-MM-DD`, or ''. */
export function DateField({ label, value, onChange }: Props) {
  const id = useId();
  return (
    <FieldFrame id={id} label={label}>
      <div class="field-box">
        <input
          {...tied({ id })}
          type="date"
          value={value}
          max="9999-12-31"
          onChange={({ currentTarget }) => onChange(currentTarget.value)}
        />
      </div>
    </FieldFrame>
  );
}
