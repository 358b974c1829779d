import type { Session } from '../../server/wire/people.ts';
import { keepPush } from '../inbox/notices/push.ts';
import { Button } from '../parts/button.tsx';
import { Card } from '../parts/card.tsx';
import { checks } from '../parts/checks.ts';
import { FormFailure, useForm } from '../parts/form.tsx';
import { TextField } from '../parts/text-field.tsx';
import { toast } from '../parts/toast.tsx';
import { changeProfile, session } from '../session/session.ts';
import { leave } from '../shell/account-menu.tsx';
import { words } from '../words/words.ts';
import { NoticesCard } from './notices-card.tsx';
import { LookCard, WritingCard } from './preference-cards.tsx';
import { SectionPage } from './section-page.tsx';

/** What one agent decides for themselves. */
export function ProfilePage() {
  const { profile } = words.value.settings;
  const { logOut } = words.value.shell;
  return (
    <SectionPage title={profile.title}>
      <YouCard />
      <LookCard />
      <WritingCard />
      <NoticesCard />
      <PasswordCard />
      <Card
        title={logOut}
        lead={profile.logOutLead}
        actions={
          <Button icon="log-out" onClick={leave}>
            {logOut}
          </Button>
        }
      />
    </SectionPage>
  );
}

function YouCard() {
  const { common, settings, session: said } = words.value;
  const agent = session.value?.agent;
  const form = useForm<'name', Session>({
    initial: { name: agent?.name ?? '' },
    check: ({ name }) => ({ name: checks.filled(name) }),
    send: ({ name }) => changeProfile({ name: name.trim() }),
    done: () => toast({ text: common.saved }),
  });
  return (
    <Card title={settings.profile.you}>
      <form ref={form.form} class="stack" noValidate onSubmit={form.submit}>
        <TextField
          {...form.field('name')}
          label={said.name}
          help={said.nameHelp}
          autocomplete="name"
          maxLength={100}
        />
        <TextField
          label={said.email}
          help={settings.profile.emailHelp}
          value={agent?.email ?? ''}
          onInput={() => undefined}
          readOnly
        />
        <FormFailure error={form.failure} />
        <div class="form-actions">
          <Button look="primary" type="submit" busy={form.busy}>
            {common.save}
          </Button>
        </div>
      </form>
    </Card>
  );
}

function PasswordCard() {
  const { common, settings, session: said } = words.value;
  const { profile } = settings;
  const form = useForm<'current' | 'next', Session>({
    initial: { current: '', next: '' },
    check: ({ current, next }) => ({
      current: checks.filled(current),
      next: checks.newPassword(next),
    }),
    send: (password) => changeProfile({ password }),
    done: () => {
      form.set('current', '');
      form.set('next', '');
      toast({ text: profile.passwordChanged });
      // The log-in goes on as another one, which has no device yet.
      void keepPush();
    },
  });
  const { code, detail = '' } = form.failure ?? {};
  const wrong = code === 'wrong_credentials' ? profile.wrongPassword : null;
  const weak = detail.startsWith('password: ') ? common.weakPassword : null;
  return (
    <Card title={profile.password} lead={profile.passwordLead}>
      <form ref={form.form} class="stack" noValidate onSubmit={form.submit}>
        {/* Password managers look for it to know whose password this is. */}
        <input
          class="hidden-text"
          type="text"
          autocomplete="username"
          tabIndex={-1}
          aria-hidden="true"
          readOnly
          value={session.value?.agent.email ?? ''}
        />
        <TextField
          {...form.field('current')}
          label={profile.currentPassword}
          type="password"
          autocomplete="current-password"
        />
        <TextField
          {...form.field('next')}
          label={profile.newPassword}
          help={said.passwordHelp}
          type="password"
          autocomplete="new-password"
          maxLength={256}
        />
        <FormFailure error={form.failure} text={wrong ?? weak} />
        <div class="form-actions">
          <Button type="submit" busy={form.busy}>
            {profile.changePassword}
          </Button>
        </div>
      </form>
    </Card>
  );
}
