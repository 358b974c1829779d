import { useEffect, useState } from 'preact/hooks';
import type { Message } from '../../../server/wire/messages.ts';
import { Button } from '../../parts/button.tsx';
import { Icon } from '../../parts/icon.tsx';
import type { Store } from '../../store/store.ts';
import { weekdayMoment } from '../../words/format.ts';
import { words } from '../../words/words.ts';
import { takeBackMessage } from '../composer/take-back.ts';

const SECOND = 1_000;
/** Closer than this it is counted down; farther off it is named. */
const COUNTED_MS = 60 * SECOND;

/** Whether it still waits for its moment. */
export function isHeldBack({ state, dueAt }: Message): boolean {
  return state === 'queued' && dueAt !== null && Date.parse(dueAt) > Date.now();
}

/** When it goes, and the way to take it back until then. */
export function Due({ store, message }: { store: Store; message: Message }) {
  const { inbox, common } = words.value;
  const { letters } = inbox;
  const left = useTimeLeft(message.dueAt);
  const [busy, setBusy] = useState(false);
  const back = async () => {
    setBusy(true);
    await takeBackMessage(store, message);
    setBusy(false);
  };
  const soon = left < COUNTED_MS;
  return (
    <p class="message-state is-due">
      <Icon name="clock" size={14} />
      <span>
        {soon ? countdown(left) : letters.goesAt(weekdayMoment(message.dueAt ?? ''))}
        {left > 0 && (
          <>
            {' · '}
            <Button look="link" busy={busy} onClick={() => void back()}>
              {soon ? common.undo : letters.cancel}
            </Button>
          </>
        )}
      </span>
    </p>
  );
}

function countdown(left: number): string {
  const { letters } = words.value.inbox;
  return left > 0 ? letters.goesIn(Math.ceil(left / SECOND)) : letters.goesNow;
}

/** Milliseconds until then; looked at as often as it is shown to change. */
function useTimeLeft(dueAt: string | null): number {
  const due = Date.parse(dueAt ?? '');
  const [left, setLeft] = useState(() => Math.max(0, due - Date.now()));
  useEffect(() => {
    const look = () => setLeft(Math.max(0, due - Date.now()));
    look();
    const timer = setInterval(look, SECOND);
    return () => clearInterval(timer);
  }, [due]);
  return left;
}
