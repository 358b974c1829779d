import type { Session } from '../../server/wire/people.ts';
import { type ApiError, api } from '../api.ts';
import { Banner } from '../parts/banner.tsx';
import { Button } from '../parts/button.tsx';
import { checks } from '../parts/checks.ts';
import { FormFailure, useForm } from '../parts/form.tsx';
import { TextField } from '../parts/text-field.tsx';
import { clock, duration } from '../words/format.ts';
import { words } from '../words/words.ts';
import { EmailField } from './account-fields.tsx';
import { Frame } from './frame.tsx';
import { enter } from './session.ts';

/** E-mail and password. The address asked for stays in the bar: after logging in the work goes on there. */
export function LogInPage({ expired }: { expired: boolean }) {
  const { logIn, password } = words.value.session;
  const form = useForm<'email' | 'password', Session>({
    initial: { email: '', password: '' },
    check: (values) => ({
      email: checks.email(values.email),
      password: checks.filled(values.password),
    }),
    send: (values) =>
      api.post<Session>('session', { email: values.email.trim(), password: values.password }),
    done: enter,
  });
  return (
    <Frame pageTitle={logIn.pageTitle} title={logIn.title} lead={expired ? null : logIn.lead}>
      <form ref={form.form} class="entry-form" noValidate onSubmit={form.submit}>
        {expired && (
          <Banner tone="note" icon="info" boxed role="status">
            {logIn.expired}
          </Banner>
        )}
        <EmailField {...form.field('email')} focusFirst />
        <TextField
          {...form.field('password')}
          label={password}
          type="password"
          name="password"
          autocomplete="current-password"
          tall
        />
        <FormFailure error={form.failure} text={reason(form.failure)} />
        <Button look="primary" type="submit" tall wide busy={form.busy}>
          {logIn.action}
        </Button>
        <p class="entry-foot">
          {logIn.help} <a href="/reset">{logIn.lost}</a>
        </p>
      </form>
    </Frame>
  );
}

/** null: nothing special, the usual words will do. */
function reason(error: ApiError | null): string | null {
  const { logIn } = words.value.session;
  if (error?.status === 401) return logIn.refused;
  if (error?.code !== 'slow_down' || error.retryAfter === null) return null;
  const wait = Math.max(1, error.retryAfter) * 1000;
  return logIn.throttled(clock(Date.now() + wait), duration(wait));
}
