import { useState } from 'preact/hooks';
import type { IssuedToken, Scope } from '../../server/wire/people.ts';
import { api } from '../api.ts';
import { Button } from '../parts/button.tsx';
import { checks } from '../parts/checks.ts';
import { CopyField } from '../parts/copy-field.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { FormFailure, useForm } from '../parts/form.tsx';
import { SelectField } from '../parts/select-field.tsx';
import { TextField } from '../parts/text-field.tsx';
import { words } from '../words/words.ts';
import { ScopeChoice } from './scope-choice.tsx';

const DAY_MS = 86_400_000;
const EXPIRIES = { never: null, d30: 30, d90: 90, d365: 365 } as const;
type Expiry = keyof typeof EXPIRIES;

type Props = { onMade: () => void; onClose: () => void };

/** Name, rights and end of a token in; the token itself out, once. */
export function NewTokenDialog({ onMade, onClose }: Props) {
  const [issued, setIssued] = useState<IssuedToken | null>(null);
  const made = (token: IssuedToken) => {
    setIssued(token);
    onMade();
  };
  return issued ? (
    <ShownOnce token={issued} onClose={onClose} />
  ) : (
    <TokenForm onIssued={made} onClose={onClose} />
  );
}

type FormProps = { onIssued: (token: IssuedToken) => void; onClose: () => void };

function TokenForm({ onIssued, onClose }: FormProps) {
  const { common, settings } = words.value;
  const { tokens } = settings;
  const [scopes, setScopes] = useState<Scope[]>(['read']);
  const [expiry, setExpiry] = useState<Expiry>('never');
  const form = useForm<'name' | 'scopes', IssuedToken>({
    initial: { name: '', scopes: '' },
    check: ({ name }) => ({
      name: checks.filled(name),
      scopes: scopes.length === 0 ? tokens.scopesNone : null,
    }),
    send: ({ name }) =>
      api.post<IssuedToken>('tokens', { name: name.trim(), scopes, ...ending(expiry) }),
    done: onIssued,
  });
  return (
    <Dialog title={tokens.create} onClose={onClose}>
      <form ref={form.form} class="stack" noValidate onSubmit={form.submit}>
        <TextField
          {...form.field('name')}
          label={tokens.name}
          help={tokens.nameHelp}
          maxLength={100}
          focusFirst
        />
        <ScopeChoice
          scopes={scopes}
          error={scopes.length === 0 ? form.field('scopes').error : null}
          onChange={setScopes}
        />
        <SelectField
          label={tokens.expiry}
          value={expiry}
          choices={(Object.keys(EXPIRIES) as Expiry[]).map((value) => ({
            value,
            label: tokens.expiries[value],
          }))}
          onChange={setExpiry}
        />
        <FormFailure error={form.failure} />
        <div class="dialog-actions">
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button look="primary" type="submit" busy={form.busy}>
            {tokens.create}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function ending(expiry: Expiry): { expiresAt?: string } {
  const days = EXPIRIES[expiry];
  return days === null ? {} : { expiresAt: new Date(Date.now() + days * DAY_MS).toISOString() };
}

function ShownOnce({ token, onClose }: { token: IssuedToken; onClose: () => void }) {
  const { tokens } = words.value.settings;
  const address = `${location.origin}/api/v1/conversations`;
  return (
    <Dialog title={tokens.shownTitle(token.name)} wide stays onClose={onClose}>
      <p>{tokens.shownText}</p>
      <CopyField label={tokens.token} value={token.token} />
      <CopyField
        label={tokens.example}
        value={`curl -H "Authorization: Bearer ${token.token}" ${address}`}
      />
      <div class="dialog-actions">
        <Button look="primary" onClick={onClose}>
          {tokens.done}
        </Button>
      </div>
    </Dialog>
  );
}
