/** Who said something, as an agent is told. */
import type { PersonReference } from '../../../server/wire/shapes.ts';
import type { Store } from '../../store/store.ts';
import { words } from '../../words/words.ts';

/** Nobody of us and no customer: it was said where only the platform saw it. */
export function nameIn(store: Store, author: PersonReference | null): string {
  const { letters, thread } = words.value.inbox;
  if (author === null) return letters.said.elsewhere;
  return author.id === store.me.id ? thread.you : author.name;
}
