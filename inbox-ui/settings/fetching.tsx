import type { Channel } from '../../server/wire/channels.ts';
import { Banner } from '../parts/banner.tsx';
import { moment, relative } from '../words/format.ts';
import { now } from '../words/now.ts';
import { words } from '../words/words.ts';

/** When it was last fetched, always; and what keeps it from being fetched now. */
export function Fetching({ channel: { fetching } }: { channel: Channel }) {
  const { connecting } = words.value.settings;
  if (!fetching) return null;
  const { at, problem } = fetching;
  const last = lastFetched(at);
  if (!problem) return <p class="fetching-line">{last}</p>;
  return (
    <Banner tone="danger" icon="alert" boxed>
      <strong>{connecting.notFetchingSince(moment(problem.since))}</strong> {problem.reason} {last}.
    </Banner>
  );
}

/** The same in one line, for the list. */
export function FetchingLine({ channel: { fetching } }: { channel: Channel }) {
  if (!fetching) return null;
  const { at, problem } = fetching;
  return <p class="row-detail">{problem ? problem.reason : lastFetched(at)}</p>;
}

function lastFetched(at: string | null): string {
  const { connecting } = words.value.settings;
  return at === null ? connecting.neverFetched : connecting.fetched(relative(at, now.value));
}
