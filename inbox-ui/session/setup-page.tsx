import type { Session } from '../../server/wire/people.ts';
import { api } from '../api.ts';
import { Button } from '../parts/button.tsx';
import { checks } from '../parts/checks.ts';
import { FormFailure, useForm } from '../parts/form.tsx';
import { StationMark, type StationShape } from '../parts/station-mark.tsx';
import { words } from '../words/words.ts';
import { EmailField, NameField, NewPasswordField } from './account-fields.tsx';
import { Frame } from './frame.tsx';
import { begin } from './session.ts';

/** The first run: one account, and then the inbox. */
export function SetupPage() {
  const { setup } = words.value.session;
  const form = useForm<'name' | 'email' | 'password', Session>({
    initial: { name: '', email: '', password: '' },
    check: ({ name, email, password }) => ({
      name: checks.filled(name),
      email: checks.email(email),
      password: checks.newPassword(password),
    }),
    send: ({ name, email, password }) =>
      api.post<Session>('setup', { name: name.trim(), email: email.trim(), password }),
    done: begin,
    refusals: { password: words.value.common.weakPassword },
  });
  const already = form.failure?.code === 'already_set_up';
  return (
    <Frame pageTitle={setup.pageTitle} title={setup.title} lead={setup.lead} aside={<Stations />}>
      <form ref={form.form} class="entry-form" noValidate onSubmit={form.submit}>
        <NameField {...form.field('name')} focusFirst />
        <EmailField {...form.field('email')} />
        <NewPasswordField {...form.field('password')} />
        <FormFailure error={form.failure} text={already ? setup.already : null} />
        {already && (
          <Button tall wide onClick={() => location.assign('/login')}>
            {setup.alreadyAction}
          </Button>
        )}
        <Button look="primary" type="submit" tall wide busy={form.busy}>
          {setup.action}
        </Button>
      </form>
    </Frame>
  );
}

const SHAPES: readonly StationShape[] = ['circle', 'diamond', 'square', 'triangle'];

/** What comes next, as stations of a line; the first is now. */
function Stations() {
  const { setup, tagline } = words.value.session;
  return (
    <section class="entry-aside" aria-label={setup.stationsLabel}>
      <p class="entry-tagline">{tagline}</p>
      <ol class="stations">
        {setup.stations.map(({ title, text }, index) => (
          <li key={title} class={index === 0 ? 'is-now' : undefined}>
            <StationMark
              shape={SHAPES[index] ?? 'circle'}
              filled={index === 0}
              now={index === 0}
              size={16}
            />
            <h2>{title}</h2>
            <p>{text}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}
