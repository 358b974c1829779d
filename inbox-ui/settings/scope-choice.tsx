import { useId } from 'preact/hooks';
import type { Scope } from '../../server/wire/people.ts';
import { Icon } from '../parts/icon.tsx';
import { words } from '../words/words.ts';
import { adminOnly } from './admin-only.ts';

const SCOPES: readonly Scope[] = ['read', 'write', 'admin'];

type Props = {
  scopes: Scope[];
  error: string | null | undefined;
  onChange: (scopes: Scope[]) => void;
};

/** What a token may do. */
export function ScopeChoice({ scopes, error, onChange }: Props) {
  const id = useId();
  const { tokens } = words.value.settings;
  const toggle = (scope: Scope, on: boolean) =>
    onChange(SCOPES.filter((known) => (known === scope ? on : scopes.includes(known))));
  return (
    <fieldset class="field" aria-describedby={error ? `${id}-error` : undefined}>
      <legend class="field-label">{tokens.scopesLabel}</legend>
      <div class="checks">
        {SCOPES.map((scope) => (
          <ScopeCheck
            key={scope}
            scope={scope}
            checked={scopes.includes(scope)}
            onChange={(on) => toggle(scope, on)}
          />
        ))}
      </div>
      {error && (
        <p id={`${id}-error`} class="field-error">
          <Icon name="alert" />
          {error}
        </p>
      )}
    </fieldset>
  );
}

type CheckProps = { scope: Scope; checked: boolean; onChange: (on: boolean) => void };

function ScopeCheck({ scope, checked, onChange }: CheckProps) {
  const id = useId();
  const { tokens } = words.value.settings;
  const blocked = scope === 'admin' ? adminOnly() : null;
  return (
    <label class="check">
      <input
        type="checkbox"
        aria-describedby={id}
        checked={checked}
        disabled={blocked !== null}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span>{tokens.scopes[scope]}</span>
      <span id={id} class="field-help">
        {blocked ?? tokens.scopeHelp[scope]}
      </span>
    </label>
  );
}
