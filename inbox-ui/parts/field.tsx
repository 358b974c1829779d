import type { ComponentChildren } from 'preact';
import { words } from '../words/words.ts';
import { Icon } from './icon.tsx';

export type FieldFrameProps = {
  id: string;
  label: string;
  help?: ComponentChildren;
  error?: string | null | undefined;
  optional?: boolean | 'quiet' | undefined;
  mono?: boolean | undefined;
  tall?: boolean | undefined;
  children: ComponentChildren;
};

/** Label above; below it the help, or what is wrong instead, tied to the control by ids. */
export function FieldFrame(props: FieldFrameProps) {
  const { id, label, help, error, optional, mono, tall, children } = props;
  const state = `${error ? ' field-invalid' : ''}${mono ? ' field-mono' : ''}${tall ? ' field-tall' : ''}`;
  return (
    <div class={`field${state}`}>
      <label class="field-label" for={id}>
        {label}{' '}
        {optional === true && <span class="field-optional">({words.value.common.optional})</span>}
      </label>
      {children}
      {error && (
        <p id={`${id}-error`} class="field-error">
          <Icon name="alert" />
          {error}
        </p>
      )}
      {help && !error && (
        <p id={`${id}-help`} class="field-help">
          {help}
        </p>
      )}
    </div>
  );
}

/** The attributes that tie a control to its frame. */
export function tied({ id, help, error }: Pick<FieldFrameProps, 'id' | 'help' | 'error'>) {
  const below = error ? `${id}-error` : `${id}-help`;
  return {
    id,
    'aria-describedby': error || help ? below : undefined,
    'aria-invalid': error ? ('true' as const) : undefined,
  };
}
