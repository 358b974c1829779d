/** What stands in the place of a name. */
import type { Message } from '../../server/wire/messages.ts';
import { words } from './words.ts';

export type Unnamed = Pick<Message, 'direction' | 'automatic'>;

/** Of a message that nobody wrote: what it is. Else it was said where only the platform saw who. */
export function unnamed({ direction, automatic }: Unnamed): string {
  const { letters, station } = words.value.inbox;
  if (direction === 'in') return station.someone;
  return automatic ? letters.automatic[automatic] : letters.said.elsewhere;
}
