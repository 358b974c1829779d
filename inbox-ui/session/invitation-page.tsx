import { useEffect, useState } from 'preact/hooks';
import type { InvitationPreview, Session } from '../../server/wire/people.ts';
import { api, type Result } from '../api.ts';
import { Banner } from '../parts/banner.tsx';
import { Button } from '../parts/button.tsx';
import { checks } from '../parts/checks.ts';
import { FormFailure, useForm } from '../parts/form.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { go } from '../router.ts';
import { words } from '../words/words.ts';
import { EmailField, NameField, NewPasswordField } from './account-fields.tsx';
import { Frame } from './frame.tsx';
import { begin, session } from './session.ts';

/** Where the link of an invitation leads. */
export function InvitationPage({ token }: { token: string }) {
  const [preview, setPreview] = useState<Result<InvitationPreview> | null>(null);
  const { invitation } = words.value.session;
  const path = `invitations/by-token/${encodeURIComponent(token)}`;
  useEffect(() => {
    void api.get<InvitationPreview>(path).then(setPreview);
  }, [path]);
  if (preview === null) {
    return (
      <Frame pageTitle={invitation.pageTitle} title={invitation.pageTitle}>
        <Skeleton lines={4} />
      </Frame>
    );
  }
  return preview.ok ? (
    <Acceptance path={path} preview={preview.value} />
  ) : (
    <Invalid preview={preview} />
  );
}

function Invalid({ preview }: { preview: Extract<Result<unknown>, { ok: false }> }) {
  const { invitation } = words.value.session;
  const gone = preview.error.status === 404 || preview.error.status === 410;
  if (!gone) {
    return (
      <Frame pageTitle={invitation.pageTitle} title={invitation.pageTitle}>
        <FormFailure error={preview.error} />
        <Button tall wide onClick={() => location.reload()}>
          {words.value.common.tryAgain}
        </Button>
      </Frame>
    );
  }
  return (
    <Frame
      pageTitle={invitation.pageTitle}
      title={invitation.invalidTitle}
      lead={invitation.invalidText}
    >
      <Button href="/login" tall wide>
        {invitation.toLogIn}
      </Button>
    </Frame>
  );
}

function Acceptance({ path, preview }: { path: string; preview: InvitationPreview }) {
  const { invitation } = words.value.session;
  const form = useForm<'name' | 'password', Session>({
    initial: { name: '', password: '' },
    check: ({ name, password }) => ({
      name: checks.filled(name),
      password: checks.newPassword(password),
    }),
    send: ({ name, password }) => api.post<Session>(path, { name: name.trim(), password }),
    done: async (begun) => {
      await begin(begun);
      go('/', { replace: true });
    },
    refusals: { password: words.value.common.weakPassword },
  });
  const other = session.value?.agent.name;
  return (
    <Frame
      pageTitle={invitation.pageTitle}
      title={invitation.title(preview.workspace)}
      lead={invitation.lead(preview.email)}
    >
      <form ref={form.form} class="entry-form" noValidate onSubmit={form.submit}>
        {other && (
          <Banner tone="note" icon="info" boxed>
            {invitation.loggedIn(other)}
          </Banner>
        )}
        <NameField {...form.field('name')} focusFirst />
        <EmailField value={preview.email} error={null} onInput={() => undefined} readOnly />
        <NewPasswordField {...form.field('password')} />
        <FormFailure error={form.failure} />
        <Button look="primary" type="submit" tall wide busy={form.busy}>
          {invitation.action}
        </Button>
      </form>
    </Frame>
  );
}
