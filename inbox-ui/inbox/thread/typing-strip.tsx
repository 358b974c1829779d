import type { Store } from '../../store/store.ts';
import { names } from '../../words/format.ts';
import { words } from '../../words/words.ts';

/** Who is writing: a colleague replies, a customer types. A word instead of dots. */
export function TypingStrip({ store, id }: { store: Store; id: string }) {
  const { thread } = words.value.inbox;
  const writers = store.typing.writers.value.filter((one) => one.conversationId === id);
  const of = (kind: 'agent' | 'contact') => writers.filter((one) => one.kind === kind);
  const say = (kind: 'agent' | 'contact', text: (names: string, count: number) => string) => {
    const list = of(kind).map((one) => one.name);
    return list.length > 0 ? text(names(list), list.length) : null;
  };
  const parts = [say('agent', thread.replying), say('contact', thread.typing)].filter(Boolean);
  return (
    <div class="typing-strip" role="status">
      {parts.join(' · ')}
    </div>
  );
}
