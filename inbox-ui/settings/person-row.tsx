import { useState } from 'preact/hooks';
import type { Agent, Role } from '../../server/wire/people.ts';
import { type ApiError, api } from '../api.ts';
import { Address } from '../parts/address.tsx';
import { ConfirmDialog } from '../parts/dialog.tsx';
import { IconMenu } from '../parts/icon-menu.tsx';
import type { MenuItem } from '../parts/menu.tsx';
import { Avatar, Tag } from '../parts/small.tsx';
import { toast } from '../parts/toast.tsx';
import { session } from '../session/session.ts';
import { describe } from '../words/errors.ts';
import { words } from '../words/words.ts';
import { adminOnly } from './admin-only.ts';

type Props = { agent: Agent; onChanged: () => void };

/** One colleague, and what admins can do about them. */
export function PersonRow({ agent, onChanged }: Props) {
  const { people } = words.value.settings;
  const [removing, setRemoving] = useState(false);
  const me = agent.id === session.value?.agent.id;
  return (
    <li class="row">
      <Avatar name={agent.name} accent={me} />
      <div class="row-main">
        <p class="row-title">
          {agent.name} {me && <Tag tone="accent">{people.you}</Tag>}
        </p>
        <p class="row-detail">
          <Address value={agent.email} />
        </p>
      </div>
      <div class="row-end">
        <Tag>{people.roles[agent.role]}</Tag>
        <IconMenu
          label={people.actions(agent.name)}
          items={actions(agent, onChanged, () => setRemoving(true))}
          tip={words.value.common.more}
        />
      </div>
      {removing && (
        <Removal agent={agent} onRemoved={onChanged} onClose={() => setRemoving(false)} />
      )}
    </li>
  );
}

function actions(agent: Agent, onChanged: () => void, onRemove: () => void): MenuItem[] {
  const { people } = words.value.settings;
  const next: Role = agent.role === 'admin' ? 'agent' : 'admin';
  const change = async () => {
    const answer = await api.patch<Agent>(`agents/${agent.id}`, { role: next });
    if (!answer.ok) return complain(answer.error);
    toast({ text: people.roleChanged(agent.name, people.roles[next]) });
    onChanged();
  };
  const blocked = adminOnly();
  return [
    {
      label: next === 'admin' ? people.makeAdmin : people.makeAgent,
      hint: people.roleHelp[next],
      icon: 'key',
      blocked,
      onPick: change,
    },
    { separator: true },
    { label: people.remove, icon: 'trash', danger: !blocked, blocked, onPick: onRemove },
  ];
}

type RemovalProps = { agent: Agent; onRemoved: () => void; onClose: () => void };

function Removal({ agent, onRemoved, onClose }: RemovalProps) {
  const { people } = words.value.settings;
  const [busy, setBusy] = useState(false);
  const remove = async () => {
    setBusy(true);
    const answer = await api.remove(`agents/${agent.id}`);
    setBusy(false);
    onClose();
    if (!answer.ok) return complain(answer.error);
    toast({ text: people.removed(agent.name) });
    onRemoved();
  };
  return (
    <ConfirmDialog
      title={people.removeTitle(agent.name)}
      action={people.remove}
      busy={busy}
      onConfirm={remove}
      onClose={onClose}
    >
      <p>{people.removeText(agent.name)}</p>
      <p>{people.removeKept}</p>
    </ConfirmDialog>
  );
}

function complain(error: ApiError): void {
  const { lastAdmin } = words.value.settings.people;
  toast({ text: error.code === 'last_admin' ? lastAdmin : describe(error) });
}
