import { useEffect, useState } from 'preact/hooks';
import type { AdapterInfo, Channel, ChannelSigns } from '../../server/wire/channels.ts';
import { api } from '../api.ts';
import { Icon } from '../parts/icon.tsx';
import { relative } from '../words/format.ts';
import { now } from '../words/now.ts';
import { words } from '../words/words.ts';
import { localHost } from './local-host.ts';
import { causesOf, type Step, stepsOf } from './signs.ts';

const POLL_MS = 2_000;
/** When somebody still waits after this, something is usually wrong. */
const SLOW_MS = 60_000;

type Props = { channel: Channel; adapter: AdapterInfo };

/** How far the first message has come, both ways, and why it does not come further. */
export function LiveSteps({ channel, adapter }: Props) {
  const { live } = words.value.settings.connecting;
  const signs = useSigns(channel.id, adapter);
  const steps = signs ? stepsOf(signs, adapter) : [];
  const next = steps.findIndex(({ state }) => state !== 'done');
  const late = useLateness(next);
  if (!signs) return null;
  const causes = causesOf({ signs, channel, adapter, local: localHost(channel.webhookUrl) });
  const stuck = signs.understoodAt === null && (late || signs.refused !== null);
  return (
    <>
      <ol class="live-steps" aria-label={live.title}>
        {steps.map((step, order) => (
          <Line key={step.id} step={step} waited={order === next} />
        ))}
      </ol>
      {stuck && (
        <div role="status">
          <p>{words.value.settings.channels.slowTitle}</p>
          <ul>
            {causes.map((cause) => (
              <li key={cause}>{cause}</li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

function Line({ step, waited }: { step: Step; waited: boolean }) {
  const { live } = words.value.settings.connecting;
  const { id, state, at, problem } = step;
  return (
    <li class={`live-step is-${state}${waited ? ' is-next' : ''}`}>
      <Icon name={ICONS[state]} />
      <span>
        {live.steps[id]}{' '}
        <span class="live-when">{at ? relative(at, now.value) : live.states[state]}</span>
        {problem && <span class="live-problem">{problem}</span>}
        {waited && state === 'waiting' && <span class="live-hint">{live.hints[id]}</span>}
      </span>
    </li>
  );
}

const ICONS = { done: 'check', waiting: 'clock', failed: 'alert' } as const;

/** Asked for as long as something is still waited for and somebody looks. */
function useSigns(channelId: string, adapter: AdapterInfo): ChannelSigns | null {
  const [signs, setSigns] = useState<ChannelSigns | null>(null);
  const done = signs !== null && stepsOf(signs, adapter).every(({ state }) => state === 'done');
  useEffect(() => {
    if (done) return;
    const ask = async () => {
      if (document.hidden) return;
      const answer = await api.get<ChannelSigns>(`channels/${channelId}/signs`);
      if (answer.ok) setSigns(answer.value);
    };
    void ask();
    const timer = setInterval(() => void ask(), POLL_MS);
    return () => clearInterval(timer);
  }, [channelId, done]);
  return signs;
}

/** For each step anew. */
function useLateness(step: number): boolean {
  const [late, setLate] = useState(-1);
  useEffect(() => {
    const timer = setTimeout(() => setLate(step), SLOW_MS);
    return () => clearTimeout(timer);
  }, [step]);
  return late === step;
}
