import type { BoundField } from '../parts/form.tsx';
import { TextField } from '../parts/text-field.tsx';
import { words } from '../words/words.ts';

/** Who you will be here. */
export function NameField(props: BoundField & { focusFirst?: boolean }) {
  const { name, nameHelp } = words.value.session;
  return (
    <TextField
      {...props}
      label={name}
      help={nameHelp}
      name="name"
      autocomplete="name"
      maxLength={100}
      tall
    />
  );
}

/** The address one logs in with. */
export function EmailField(props: BoundField & { focusFirst?: boolean; readOnly?: boolean }) {
  return (
    <TextField
      {...props}
      label={words.value.session.email}
      type="email"
      name="email"
      autocomplete="username"
      maxLength={254}
      tall
    />
  );
}

/** A password to make up. Length is the only rule, and it may be pasted. */
export function NewPasswordField(props: BoundField) {
  const { password, passwordHelp } = words.value.session;
  return (
    <TextField
      {...props}
      label={password}
      help={passwordHelp}
      type="password"
      name="password"
      autocomplete="new-password"
      maxLength={256}
      tall
    />
  );
}
