import { useEffect, useState } from 'preact/hooks';
import type { Channel, Finding } from '../../server/wire/channels.ts';
import { type ApiError, api } from '../api.ts';
import { Button } from '../parts/button.tsx';
import { Card } from '../parts/card.tsx';
import { CopyField } from '../parts/copy-field.tsx';
import { FormFailure } from '../parts/form.tsx';
import { Icon } from '../parts/icon.tsx';
import { words } from '../words/words.ts';
import { adminOnly } from './admin-only.ts';

type Found = { findings: Finding[] };
type Props = { channel: Channel; atOnce: boolean };

/** What the channel depends on outside: how it is, and what to set where. */
export function Examination({ channel, atOnce }: Props) {
  const { connecting } = words.value.settings;
  const [busy, setBusy] = useState(false);
  const [findings, setFindings] = useState<Finding[] | null>(null);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const look = async () => {
    setBusy(true);
    const answer = await api.post<Found>(`channels/${channel.id}/examination`, {});
    setBusy(false);
    setFailure(answer.ok ? null : answer.error);
    if (answer.ok) setFindings(answer.value.findings);
  };
  useEffect(() => {
    if (atOnce && !adminOnly()) void look();
  }, [channel.id]);
  return (
    <Card
      title={connecting.examine}
      lead={connecting.examineLead}
      actions={
        <Button busy={busy} blocked={adminOnly()} onClick={() => void look()}>
          {findings ? connecting.examineAgain : connecting.examineAction}
        </Button>
      }
    >
      {(findings || failure) && (
        <>
          <FormFailure error={failure} />
          <div role="status">
            <Findings findings={findings ?? []} />
          </div>
        </>
      )}
    </Card>
  );
}

/** Each with its state in words, and what to copy. */
export function Findings({ findings }: { findings: readonly Finding[] }) {
  const { connecting } = words.value.settings;
  return (
    <ul class="findings">
      {findings.map(({ about, state, text, fix }) => (
        <li key={about} class={`finding is-${state}`}>
          <Icon name={state === 'good' ? 'check' : 'alert'} />
          <div>
            <p class="finding-head">
              <strong>{about}</strong> <span>{connecting.states[state]}</span>
            </p>
            <p>{text}</p>
            {fix && <CopyField label={`${connecting.fix}: ${about}`} value={fix} />}
          </div>
        </li>
      ))}
    </ul>
  );
}
