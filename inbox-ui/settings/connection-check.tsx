import { useEffect, useState } from 'preact/hooks';
import type { Channel } from '../../server/wire/channels.ts';
import { api } from '../api.ts';
import { Button } from '../parts/button.tsx';
import { Card } from '../parts/card.tsx';
import { Icon } from '../parts/icon.tsx';
import { describe } from '../words/errors.ts';
import { words } from '../words/words.ts';
import { adminOnly } from './admin-only.ts';

type Outcome = { problem: string | null };
type Props = { channel: Channel; atOnce: boolean; onWorks: () => void };

/** Logs in with what was entered and says how that went. */
export function ConnectionCheck({ channel, atOnce, onWorks }: Props) {
  const { settings, common } = words.value;
  const { connecting } = settings;
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const check = async () => {
    setBusy(true);
    const answer = await api.post<Outcome>(`channels/${channel.id}/connect`, {});
    setBusy(false);
    setOutcome(answer.ok ? answer.value : { problem: describe(answer.error) });
    if (answer.ok && answer.value.problem === null) onWorks();
  };
  useEffect(() => {
    if (atOnce && !adminOnly()) void check();
  }, [channel.id]);
  const again = outcome ? common.tryAgain : connecting.checkAction;
  return (
    <Card
      title={connecting.check}
      lead={connecting.checkLead}
      actions={
        <Button busy={busy} blocked={adminOnly()} onClick={() => void check()}>
          {again}
        </Button>
      }
    >
      {(busy || outcome) && (
        <div role="status">
          {busy ? <p class="finding-wait">{connecting.checking}</p> : <Said outcome={outcome} />}
        </div>
      )}
    </Card>
  );
}

function Said({ outcome }: { outcome: Outcome | null }) {
  if (!outcome) return null;
  const { problem } = outcome;
  return (
    <p class={`finding-said ${problem === null ? 'is-good' : 'is-bad'}`}>
      <Icon name={problem === null ? 'check' : 'alert'} />
      <span>{problem ?? words.value.settings.connecting.works}</span>
    </p>
  );
}
