/** Who said something, as an agent is told. */
import type { Message } from '../../../server/wire/messages.ts';
import type { Store } from '../../store/store.ts';
import { type Unnamed, unnamed } from '../../words/unnamed.ts';
import { words } from '../../words/words.ts';

type Said = Unnamed & Pick<Message, 'author'>;

export function nameIn(store: Store, said: Said): string {
  const { author } = said;
  if (author === null) return unnamed(said);
  return author.id === store.me.id ? words.value.inbox.thread.you : author.name;
}
