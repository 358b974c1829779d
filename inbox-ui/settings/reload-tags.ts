import { live } from '../store/live.ts';

/** What was just changed shows at once, also while the line is down. */
export function reloadTags(): void {
  live
    .peek()
    ?.directory.load('tags')
    .catch(() => undefined);
}
