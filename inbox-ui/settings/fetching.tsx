import type { Channel } from '../../server/wire/channels.ts';
import { Banner } from '../parts/banner.tsx';
import { moment, relative } from '../words/format.ts';
import { now } from '../words/now.ts';
import { words } from '../words/words.ts';

/** When it was last fetched, and what keeps it from being fetched now; nothing where nothing is fetched at all. */
export function Fetching({ channel: { fetching } }: { channel: Channel }) {
  const { connecting } = words.value.settings;
  if (!fetching) return null;
  const { at, problem } = fetching;
  const last = lastFetched(at);
  if (!problem) return last && <p class="fetching-line">{last}</p>;
  return (
    <Banner tone="danger" icon="alert" boxed>
      <strong>{connecting.notFetchingSince(moment(problem.since))}</strong> {problem.reason}
      {last && ` ${last}.`}
    </Banner>
  );
}

/** The same in one line, for the list. */
export function FetchingLine({ channel: { fetching } }: { channel: Channel }) {
  if (!fetching) return null;
  const { at, problem } = fetching;
  const line = problem ? problem.reason : lastFetched(at);
  return line && <p class="row-detail">{line}</p>;
}

function lastFetched(at: string | null): string | null {
  return at && words.value.settings.connecting.fetched(relative(at, now.value));
}
