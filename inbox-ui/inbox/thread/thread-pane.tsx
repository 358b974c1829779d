import { useEffect } from 'preact/hooks';
import type { OwnConversation } from '../../../server/wire/conversations.ts';
import { Button } from '../../parts/button.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Skeleton } from '../../parts/skeleton.tsx';
import { toast } from '../../parts/toast.tsx';
import { go } from '../../router.ts';
import type { Store } from '../../store/store.ts';
import { words } from '../../words/words.ts';
import { Composer } from '../composer/composer.tsx';
import { addressOf } from '../desk.ts';
import { LineView } from './line-view.tsx';
import { StoppedQuestion } from './stopped.tsx';
import './thread.css';
import { ThreadHead } from './thread-head.tsx';
import { TypingStrip } from './typing-strip.tsx';

type Props = { store: Store; id: string };

/** One conversation: its head, its line, and the place to write. */
export function ThreadPane({ store, id }: Props) {
  const row = store.conversations.row(id).value;
  const { thread } = words.value.inbox;
  useLeadOn(row);
  if (store.thread.phase.value === 'missing') return <Missing />;
  return (
    <section class="thread-pane" aria-label={thread.label(row?.contact.name ?? '')}>
      <ThreadHead store={store} row={row} />
      <Body store={store} id={id} />
      <TypingStrip store={store} id={id} />
      {row && <Composer store={store} row={row} />}
      <StoppedQuestion store={store} id={id} />
    </section>
  );
}

/** Whoever comes to what was merged is led to where it goes on. */
function useLeadOn(row: OwnConversation | undefined): void {
  const into = row?.mergedInto ?? null;
  useEffect(() => {
    if (!row || into === null) return;
    go(`${addressOf(into)}${location.search}`, { replace: true });
    toast({ text: words.peek().inbox.merging.ledHere(row.number) });
  }, [into]);
}

function Body({ store, id }: Props) {
  const line = store.thread.opened.value;
  const phase = store.thread.phase.value;
  if (phase === 'failed') return <Failed store={store} />;
  // Between two conversations the store still has the old one for a moment.
  if (line?.id !== id || phase === 'loading') {
    return (
      <div class="line-scroll">
        <Skeleton lines={7} />
      </div>
    );
  }
  return <LineView store={store} line={line} />;
}

function Failed({ store }: { store: Store }) {
  const { inbox, common } = words.value;
  const again = () => void store.thread.rejoin().catch(() => undefined);
  return (
    <EmptyState
      title={inbox.thread.failed}
      shape="diamond"
      action={<Button onClick={again}>{common.tryAgain}</Button>}
    />
  );
}

function Missing() {
  const { thread } = words.value.inbox;
  return (
    <div class="thread-pane thread-choose">
      <EmptyState
        title={thread.missing}
        shape="diamond"
        action={<Button href="/">{thread.back}</Button>}
      >
        {thread.missingText}
      </EmptyState>
    </div>
  );
}
