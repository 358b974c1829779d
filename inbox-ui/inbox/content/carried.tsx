import type { Content } from '../../../server/wire/content.ts';
import { lazy } from '../../parts/lazy.tsx';
import type { Store } from '../../store/store.ts';

const ContentView = lazy(async () => (await import('./content-view.tsx')).ContentView);

type Props = { store: Store; messageId: string | null; content: Content | null | undefined };

/** What a message carries beside its words. A choice that was taken is in its words, and marked where it was offered. */
export function Carried({ store, messageId, content }: Props) {
  if (!content || content.kind === 'chosen') return null;
  return <ContentView store={store} messageId={messageId} content={content} />;
}
