import { useEffect, useState } from 'preact/hooks';
import type { AdapterInfo, Channel } from '../../server/wire/channels.ts';
import { api } from '../api.ts';
import { Button } from '../parts/button.tsx';
import { StationMark } from '../parts/station-mark.tsx';
import { moment, relative } from '../words/format.ts';
import { now } from '../words/now.ts';
import { words } from '../words/words.ts';
import { LiveSteps } from './live-steps.tsx';

const POLL_MS = 2_000;
/** When somebody still waits after this, something is usually wrong. */
const SLOW_MS = 60_000;

/** Asks until the channel has been heard, and shows where from. */
export function LiveCheck({
  channel,
  adapter,
  onHeard,
}: {
  channel: Channel;
  adapter: AdapterInfo | undefined;
  onHeard: (channel: Channel) => void;
}) {
  const { channels } = words.value.settings;
  const waiting = channel.seenAt === null;
  const late = useLateness(waiting);
  usePolling(channel.id, waiting, onHeard);
  return (
    <section class={`live-check${waiting ? '' : ' live-check-seen'}`} aria-label={channels.check}>
      <StationMark shape="circle" filled={!waiting} size={16} />
      <div role="status">
        <h2>{waiting ? waitingTitle(channel) : heardTitle(channel)}</h2>
      </div>
      {waiting ? <Waiting channel={channel} late={late} /> : <Heard channel={channel} />}
      {channel.snippet === null && adapter && <LiveSteps channel={channel} adapter={adapter} />}
      {channel.snippet !== null && (
        <p>
          <Button look="link" icon="external" href={`/demo?channel=${channel.id}`}>
            {channels.demo}
          </Button>
        </p>
      )}
    </section>
  );
}

function waitingTitle(channel: Channel): string {
  const { waiting, waitingMessage } = words.value.settings.channels;
  return channel.snippet === null ? waitingMessage : waiting;
}

/** What comes in says nothing about what goes out. */
function heardTitle({ failing }: Channel): string {
  const { channels, connecting } = words.value.settings;
  return failing ? connecting.comesIn : channels.seen;
}

function Waiting({ channel, late }: { channel: Channel; late: boolean }) {
  const { channels } = words.value.settings;
  const web = channel.snippet !== null;
  return (
    <>
      <p>{web ? channels.waitingText : channels.waitingWebhook}</p>
      {web && late && (
        <div>
          <p>{channels.slowTitle}</p>
          <ul>
            {channels.slowSnippet.map((cause) => (
              <li key={cause}>{cause}</li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

function Heard({ channel }: { channel: Channel }) {
  const { channels } = words.value.settings;
  const { seenAt, seenOrigin, firstSeenAt } = channel;
  if (seenAt === null) return null;
  const when = relative(seenAt, now.value);
  return (
    <p>
      {seenOrigin ? channels.seenFrom(seenOrigin, when) : channels.lastSeen(when)}
      {firstSeenAt && <> · {channels.firstSeen(moment(firstSeenAt))}</>}
    </p>
  );
}

function usePolling(id: string, active: boolean, onHeard: (channel: Channel) => void): void {
  useEffect(() => {
    if (!active) return;
    const timer = setInterval(async () => {
      if (document.hidden) return;
      const answer = await api.get<Channel>(`channels/${id}`);
      if (answer.ok && answer.value.seenAt !== null) onHeard(answer.value);
    }, POLL_MS);
    return () => clearInterval(timer);
  }, [id, active]);
}

function useLateness(waiting: boolean): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!waiting) return;
    const timer = setTimeout(() => setLate(true), SLOW_MS);
    return () => clearTimeout(timer);
  }, [waiting]);
  return late;
}
