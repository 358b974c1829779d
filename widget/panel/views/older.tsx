/** @jsxImportSource #draw */
/** The way back, where the line is longer than what is shown of it. */
import { useSignal } from '../draw/hooks.ts';
import { usePart } from './context.ts';
import './older.css';

export function Older() {
  const { chat, say } = usePart();
  const busy = useSignal(false);
  const load = async () => {
    busy.value = true;
    await chat.sync.older().catch(() => undefined);
    busy.value = false;
  };
  return (
    <button type="button" class="older" aria-disabled={busy.value} onClick={() => void load()}>
      {say(busy.value ? 'olderLoading' : 'older')}
    </button>
  );
}
