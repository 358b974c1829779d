import { live } from '../store/live.ts';

/** What was just changed shows at once, also while the line is down. */
export function reloadReplies(): void {
  live
    .peek()
    ?.directory.load('saved-replies')
    .catch(() => undefined);
}
