import { useState } from 'preact/hooks';
import type { IssuedInvitation, MailState, Role } from '../../server/wire/people.ts';
import { api } from '../api.ts';
import { Button } from '../parts/button.tsx';
import { checks } from '../parts/checks.ts';
import { CopyField } from '../parts/copy-field.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { FormFailure, useForm } from '../parts/form.tsx';
import { useResource } from '../parts/resource.tsx';
import { SelectField } from '../parts/select-field.tsx';
import { Switch } from '../parts/switch.tsx';
import { TextField } from '../parts/text-field.tsx';
import { moment } from '../words/format.ts';
import { words } from '../words/words.ts';

type Props = { onMade: () => void; onClose: () => void };

/** An address and a role in, a link out. */
export function InviteDialog({ onMade, onClose }: Props) {
  const [issued, setIssued] = useState<IssuedInvitation | null>(null);
  const [mailed, setMailed] = useState(false);
  const made = (invitation: IssuedInvitation, sent: boolean) => {
    setIssued(invitation);
    setMailed(sent);
    onMade();
  };
  return issued ? (
    <IssuedLink invitation={issued} mailed={mailed} onClose={onClose} />
  ) : (
    <InviteForm onIssued={made} onClose={onClose} />
  );
}

type FormProps = {
  onIssued: (invitation: IssuedInvitation, mailed: boolean) => void;
  onClose: () => void;
};

function InviteForm({ onIssued, onClose }: FormProps) {
  const { common, session, settings } = words.value;
  const { people } = settings;
  const [role, setRole] = useState<Role>('agent');
  const [mails, setMails] = useState(true);
  const canMail = useResource<MailState>('mail').value?.from != null;
  const mail = canMail && mails;
  const form = useForm<'email', IssuedInvitation>({
    initial: { email: '' },
    check: ({ email }) => ({ email: checks.email(email) }),
    send: ({ email }) =>
      api.post<IssuedInvitation>('invitations', { email: email.trim(), role, mail }),
    done: (invitation) => onIssued(invitation, mail),
  });
  const taken = form.failure?.code === 'conflict' ? people.taken : null;
  return (
    <Dialog title={people.inviteTitle} onClose={onClose}>
      <p>{people.inviteLead}</p>
      <form ref={form.form} class="stack" noValidate onSubmit={form.submit}>
        <TextField {...form.field('email')} label={session.email} type="email" focusFirst />
        <SelectField
          label={people.role}
          value={role}
          choices={(['agent', 'admin'] as const).map((value) => ({
            value,
            label: people.roles[value],
          }))}
          help={people.roleHelp[role]}
          onChange={setRole}
        />
        {canMail && <Switch label={people.mailIt} checked={mails} onChange={setMails} />}
        <FormFailure error={form.failure} text={taken} />
        <div class="dialog-actions">
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button look="primary" type="submit" busy={form.busy}>
            {people.inviteAction}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function IssuedLink({
  invitation,
  mailed,
  onClose,
}: {
  invitation: IssuedInvitation;
  mailed: boolean;
  onClose: () => void;
}) {
  const { people } = words.value.settings;
  const lead = mailed ? people.mailedLead : people.linkLead;
  return (
    <Dialog title={people.linkTitle} stays onClose={onClose}>
      <p>{lead(invitation.email, moment(invitation.expiresAt))}</p>
      <CopyField label={people.link} value={invitation.url} help={people.linkOnce} />
      <div class="dialog-actions">
        <Button look="primary" onClick={onClose}>
          {people.done}
        </Button>
      </div>
    </Dialog>
  );
}
