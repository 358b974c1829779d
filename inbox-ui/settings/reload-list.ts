import type { ListName } from '../../server/wire/sockets.ts';
import { live } from '../store/live.ts';

/** What was just changed shows at once, also while the line is down. */
export function reloadList(what: ListName): void {
  live
    .peek()
    ?.directory.load(what)
    .catch(() => undefined);
}
