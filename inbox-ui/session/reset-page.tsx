import { useState } from 'preact/hooks';
import type { ResetPreview, Session } from '../../server/wire/people.ts';
import { type ApiError, api } from '../api.ts';
import { Button } from '../parts/button.tsx';
import { checks } from '../parts/checks.ts';
import { FormFailure, useForm } from '../parts/form.tsx';
import { Loaded, useResource } from '../parts/resource.tsx';
import { go } from '../router.ts';
import { reset as en } from '../words/en/reset.ts';
import { duration } from '../words/format.ts';
import { inUse, words } from '../words/words.ts';
import { reset as zhCn } from '../words/zh-cn/reset.ts';
import { EmailField, NewPasswordField } from './account-fields.tsx';
import { Frame } from './frame.tsx';
import { enter } from './session.ts';

/** The words of this page, which are loaded with it. */
const said = inUse(en, zhCn);

/** A password is lost: an address in, a link by mail; and where that link leads. @param token null: without the link yet */
export function ResetPage({ token }: { token: string | null }) {
  return token === null ? <AskPage /> : <ChoosePage token={token} />;
}

function AskPage() {
  const reset = said.value;
  const [sent, setSent] = useState<string | null>(null);
  const form = useForm<'email', unknown>({
    initial: { email: '' },
    check: ({ email }) => ({ email: checks.email(email) }),
    send: ({ email }) => api.post('password-resets', { email: email.trim() }),
    done: () => setSent(form.field('email').value.trim()),
  });
  if (sent !== null) {
    return (
      <Frame pageTitle={reset.title} title={reset.sentTitle} lead={reset.sentText(sent)}>
        <ToLogIn />
      </Frame>
    );
  }
  return (
    <Frame pageTitle={reset.title} title={reset.title} lead={reset.lead}>
      <form ref={form.form} class="entry-form" noValidate onSubmit={form.submit}>
        <EmailField {...form.field('email')} focusFirst />
        <FormFailure error={form.failure} text={reason(form.failure)} />
        <Button look="primary" type="submit" tall wide busy={form.busy}>
          {reset.ask}
        </Button>
        <ToLogIn />
      </form>
    </Frame>
  );
}

/** null: nothing special, the usual words will do. */
function reason(error: ApiError | null): string | null {
  const reset = said.value;
  if (error?.status === 409) return reset.noMail;
  if (error?.code !== 'slow_down') return null;
  return reset.throttled(duration(Math.max(1, error.retryAfter ?? 60) * 1000));
}

function ToLogIn() {
  return (
    <Button href="/login" tall wide>
      {words.value.session.invitation.toLogIn}
    </Button>
  );
}

function ChoosePage({ token }: { token: string }) {
  const reset = said.value;
  const path = `password-resets/by-token/${encodeURIComponent(token)}`;
  const preview = useResource<ResetPreview>(path);
  const status = preview.error?.status;
  if (status === 404 || status === 410) {
    return (
      <Frame pageTitle={reset.title} title={reset.deadTitle} lead={reset.deadText}>
        <Button href="/reset" look="primary" tall wide>
          {reset.ask}
        </Button>
      </Frame>
    );
  }
  return (
    <Frame pageTitle={reset.title} title={reset.chooseTitle}>
      <Loaded resource={preview} lines={4}>
        {({ email }) => <Choosing path={path} email={email} />}
      </Loaded>
    </Frame>
  );
}

function Choosing({ path, email }: { path: string; email: string }) {
  const reset = said.value;
  const form = useForm<'password', Session>({
    initial: { password: '' },
    check: ({ password }) => ({ password: checks.newPassword(password) }),
    send: ({ password }) => api.post<Session>(path, { password }),
    done: async (begun) => {
      await enter(begun);
      go('/', { replace: true });
    },
    refusals: { password: words.value.common.weakPassword },
  });
  return (
    <form ref={form.form} class="entry-form" noValidate onSubmit={form.submit}>
      <EmailField value={email} error={null} onInput={() => undefined} readOnly />
      <NewPasswordField {...form.field('password')} />
      <FormFailure error={form.failure} />
      <Button look="primary" type="submit" tall wide busy={form.busy}>
        {reset.choose}
      </Button>
      <p class="entry-foot">{reset.ends}</p>
    </form>
  );
}
