import { StationMark } from '../../parts/station-mark.tsx';
import { words } from '../../words/words.ts';

/** Before the message with which another conversation was begun: where its line goes on. */
export function SplitMark({ number }: { number: number }) {
  return (
    <p class="station">
      <span class="station-place">
        <StationMark shape="diamond" filled={false} />
      </span>
      <a href={`/inbox/all/${number}`}>{words.value.inbox.splitting.here(number)}</a>
    </p>
  );
}
