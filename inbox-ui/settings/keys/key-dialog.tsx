import type { TargetedKeyboardEvent } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Action } from '../../inbox/keys/actions.ts';
import { bindings, clashes, isFixed, withKeys } from '../../inbox/keys/bindings.ts';
import { strokeOf } from '../../inbox/keys/keymap.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { KeyCap } from '../../parts/key-cap.tsx';
import { prefer, preferences } from '../../session/preferences.ts';
import { words } from '../../words/words.ts';

type Props = { action: Action; onClose: () => void };

/** Press the new key, or two one after the other. Enter keeps them, Esc leaves everything as it was. */
export function KeyDialog({ action, onClose }: Props) {
  const { inbox, common, settings } = words.value;
  const said = settings.keys;
  const [pressed, setPressed] = useState('');
  const field = useRef<HTMLButtonElement>(null);
  useEffect(() => field.current?.focus(), []);
  const losers = pressed === '' ? [] : clashes(bindings.value, action.id, pressed);
  const keep = (keys: string) => {
    void prefer({ keys: withKeys(preferences.peek().keys, action.id, keys) });
    onClose();
  };
  const press = (event: TargetedKeyboardEvent<HTMLButtonElement>) => {
    const stroke = strokeOf(event);
    if (event.key === 'Enter' && pressed !== '') keep(pressed);
    else if (stroke !== null && !isFixed(stroke)) setPressed((before) => followed(before, stroke));
    else return;
    event.preventDefault();
  };
  return (
    <Dialog title={inbox.actions[action.id]} onClose={onClose}>
      <p>{said.press}</p>
      <button ref={field} type="button" class="key-capture" onKeyDown={press}>
        <span aria-live="polite">{pressed === '' ? said.waiting : <KeyCap keys={pressed} />}</span>
      </button>
      <p class="key-clash" role="status">
        {losers.map((loser) => said.taken(inbox.actions[loser])).join(' ')}
      </p>
      <div class="dialog-actions">
        <Button onClick={() => keep('')}>{said.without}</Button>
        <Button
          look="primary"
          blocked={pressed === '' ? said.press : null}
          onClick={() => keep(pressed)}
        >
          {common.save}
        </Button>
      </div>
    </Dialog>
  );
}

/** A second press follows the first; a third begins anew. */
const followed = (before: string, stroke: string): string =>
  before === '' || before.includes(' ') ? stroke : `${before} ${stroke}`;
