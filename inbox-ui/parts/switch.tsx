import { useId } from 'preact/hooks';

type Props = {
  label: string;
  help?: string | undefined;
  checked: boolean;
  disabled?: boolean | undefined;
  onChange: (checked: boolean) => void;
};

/** On or off, at once. */
export function Switch({ label, help, checked, disabled, onChange }: Props) {
  const id = useId();
  return (
    <label class="switch">
      <span class="field-label">{label}</span>
      <input
        type="checkbox"
        role="switch"
        aria-label={label}
        aria-describedby={help ? id : undefined}
        aria-checked={checked}
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      {help && (
        <span id={id} class="field-help">
          {help}
        </span>
      )}
    </label>
  );
}
