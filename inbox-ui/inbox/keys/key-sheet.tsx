import { useState } from 'preact/hooks';
import { Dialog } from '../../parts/dialog.tsx';
import { KeyCap } from '../../parts/key-cap.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { preferences } from '../../session/preferences.ts';
import { words } from '../../words/words.ts';
import { question } from '../desk.ts';
import { ACTIONS, type Action, type ActionGroup } from './actions.ts';
import { keysOf } from './bindings.ts';
import './keys.css';

const GROUPS: readonly ActionGroup[] = ['list', 'conversation', 'composer', 'go', 'app'];

/** All keys of these screens, to be searched. */
export function KeySheet() {
  const [typed, setTyped] = useState('');
  const { keys, actions } = words.value.inbox;
  const wanted = typed.trim().toLowerCase();
  const found = ACTIONS.filter(
    ({ id, keys }) => keys.length > 0 && actions[id].toLowerCase().includes(wanted),
  );
  const close = () => {
    question.value = null;
  };
  return (
    <Dialog title={keys.title} wide onClose={close}>
      <TextField label={keys.find} type="search" value={typed} onInput={setTyped} focusFirst />
      {!preferences.value.singleKeys && <p class="key-off">{keys.off}</p>}
      <div class="key-groups">
        {GROUPS.map((group) => (
          <Group
            key={group}
            group={group}
            found={found.filter((action) => action.group === group)}
          />
        ))}
      </div>
      {found.length === 0 && <p>{keys.none}</p>}
      <p>
        <a href="/settings/keys" onClick={close}>
          {keys.change}
        </a>
      </p>
    </Dialog>
  );
}

function Group({ group, found }: { group: ActionGroup; found: Action[] }) {
  const { keys, actions } = words.value.inbox;
  if (found.length === 0) return null;
  return (
    <section>
      <h3>{keys.groups[group]}</h3>
      <dl class="key-list">
        {found.map((action) => (
          <div key={action.id}>
            <dt>{actions[action.id]}</dt>
            <dd>
              {(action.caps ?? keysOf(action.id)).map((one, at) => (
                <span key={one}>
                  {at > 0 && <span class="key-or"> {keys.or} </span>}
                  <KeyCap keys={one} />
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
