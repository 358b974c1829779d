import type { ReadonlySignal } from '@preact/signals';
import { endPush } from '../inbox/notices/push.ts';
import { Icon } from '../parts/icon.tsx';
import { Menu, type MenuItem } from '../parts/menu.tsx';
import { Avatar, type LineStateName, PresenceDot } from '../parts/small.tsx';
import { toast } from '../parts/toast.tsx';
import { logOut, session } from '../session/session.ts';
import { describe } from '../words/errors.ts';
import { words } from '../words/words.ts';

type Props = { slim: boolean; line: ReadonlySignal<{ name: LineStateName }> };

/** Which workspace, and who I am in it. */
export function AccountMenu({ slim, line }: Props) {
  const here = session.value;
  const { shell } = words.value;
  if (!here) return null;
  const { agent, workspace } = here;
  return (
    <Menu
      label={shell.account}
      items={items(agent.email)}
      trigger={(attributes) => (
        <button
          {...attributes}
          type="button"
          class="rail-account"
          data-tip={slim ? `${workspace.name} · ${agent.name}` : undefined}
        >
          <span class="rail-person">
            <Avatar name={agent.name} accent />
            <PresenceDot state={line.value.name} />
          </span>
          <span class={slim ? 'hidden-text' : 'rail-names'}>
            <strong class="truncate">{workspace.name}</strong>
            <span class="truncate">{agent.name}</span>
          </span>
          {!slim && <Icon name="chevron" />}
        </button>
      )}
    />
  );
}

function items(email: string): MenuItem[] {
  const { shell } = words.value;
  return [
    { heading: email },
    { label: shell.profile, icon: 'person', href: '/settings/profile' },
    { separator: true },
    { label: shell.logOut, icon: 'log-out', onPick: leave },
  ];
}

/** Log out, or say why not. */
export async function leave(): Promise<void> {
  const error = await logOut();
  if (error) toast({ text: describe(error) });
  else await endPush();
}
