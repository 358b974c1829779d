import { useState } from 'preact/hooks';
import { ACTIONS, type Action, type ActionGroup } from '../../inbox/keys/actions.ts';
import { CHANGEABLE, keysOf } from '../../inbox/keys/bindings.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { IconButton } from '../../parts/icon-button.tsx';
import { KeyCap } from '../../parts/key-cap.tsx';
import { Segmented } from '../../parts/segmented.tsx';
import { Switch } from '../../parts/switch.tsx';
import { type KeyPreset, prefer, preferences } from '../../session/preferences.ts';
import { words } from '../../words/words.ts';
import { SectionPage } from '../section-page.tsx';
import { Setting } from '../setting.tsx';
import { KeyDialog } from './key-dialog.tsx';
import './keys.css';

const GROUPS: readonly ActionGroup[] = ['list', 'conversation', 'go', 'app'];

/** Which key does what, for this agent, on every machine. */
export function KeysPage() {
  const said = words.value.settings.keys;
  const [changing, setChanging] = useState<Action | null>(null);
  const { keys, singleKeys } = preferences.value;
  const changed = Object.keys(keys.own).length > 0;
  const reset = changed && (
    <Button icon="undo" onClick={() => prefer({ keys: { ...keys, own: {} } })}>
      {said.resetAll}
    </Button>
  );
  return (
    <SectionPage title={said.title} lead={said.lead} actions={reset}>
      <Card title={said.which}>
        <Switch
          label={said.single}
          help={said.singleHelp}
          checked={singleKeys}
          onChange={(next) => prefer({ singleKeys: next })}
        />
        <Setting label={said.preset} help={said.presetHelp}>
          <Segmented
            label={said.preset}
            segments={segments(said.presets)}
            value={keys.preset}
            onChange={(preset) => prefer({ keys: { ...keys, preset } })}
          />
        </Setting>
      </Card>
      {GROUPS.map((group) => (
        <Group key={group} group={group} change={setChanging} />
      ))}
      {changing && <KeyDialog action={changing} onClose={() => setChanging(null)} />}
    </SectionPage>
  );
}

type GroupProps = { group: ActionGroup; change: (action: Action) => void };

function Group({ group, change }: GroupProps) {
  const { keys } = words.value.inbox;
  return (
    <Card title={keys.groups[group]} flush>
      <ul class="rows">
        {ACTIONS.filter((action) => action.group === group).map((action) => (
          <KeyRow key={action.id} action={action} change={() => change(action)} />
        ))}
      </ul>
    </Card>
  );
}

function KeyRow({ action, change }: { action: Action; change: () => void }) {
  const { inbox, settings } = words.value;
  const said = settings.keys;
  const name = inbox.actions[action.id];
  const bound = keysOf(action.id);
  const { keys } = preferences.value;
  const { [action.id]: mine, ...others } = keys.own;
  return (
    <li class="row key-row">
      <span class="row-main row-title">{name}</span>
      <span class="key-row-keys">
        {bound.map((one) => (
          <KeyCap key={one} keys={one} />
        ))}
        {bound.length === 0 && <span class="row-detail">{said.none}</span>}
      </span>
      {mine !== undefined && (
        <IconButton
          icon="undo"
          label={said.reset(name)}
          onClick={() => prefer({ keys: { ...keys, own: others } })}
        />
      )}
      {CHANGEABLE.includes(action) ? (
        <IconButton icon="drafts" label={said.change(name)} onClick={change} />
      ) : (
        <span class="key-row-fixed">{said.fixed}</span>
      )}
    </li>
  );
}

function segments(labels: Record<KeyPreset, string>) {
  const presets: readonly KeyPreset[] = ['ours', 'gmail', 'freescout'];
  return presets.map((value) => ({ value, label: labels[value] }));
}
