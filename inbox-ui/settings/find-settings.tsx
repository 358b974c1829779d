import { useState } from 'preact/hooks';
import type { AdapterInfo } from '../../server/wire/channels.ts';
import { api } from '../api.ts';
import { Button } from '../parts/button.tsx';
import { describe } from '../words/errors.ts';
import { words } from '../words/words.ts';

type Found = { settings: Record<string, string> };
type Props = {
  adapter: AdapterInfo;
  /** What was entered so far, without secrets. */
  entered: () => Record<string, string>;
  blocked: string | null;
  onFound: (settings: Record<string, string>) => void;
};

/** Finds out the rest of the settings from the first. */
export function FindSettings({ adapter, entered, blocked, onFound }: Props) {
  const { connecting } = words.value.settings;
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<string | null>(null);
  const find = async () => {
    setBusy(true);
    const path = `adapters/${encodeURIComponent(adapter.id)}/suggestions`;
    const answer = await api.post<Found>(path, { settings: entered() });
    setBusy(false);
    if (!answer.ok) return setSaid(describe(answer.error));
    const { settings } = answer.value;
    onFound(settings);
    setSaid(Object.keys(settings).length > 0 ? connecting.found : connecting.foundNone);
  };
  return (
    <div class="find-settings">
      <Button icon="search" busy={busy} blocked={blocked} onClick={() => void find()}>
        {connecting.find}
      </Button>
      <p class="field-help" role="status">
        {said ?? connecting.findHelp}
      </p>
    </div>
  );
}
