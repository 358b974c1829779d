import { Button } from '../../parts/button.tsx';
import { Icon } from '../../parts/icon.tsx';
import type { Pending, PendingState } from '../../store/outbox.ts';
import type { Store } from '../../store/store.ts';
import { clock } from '../../words/format.ts';
import { words } from '../../words/words.ts';
import { takeUp } from '../composer/take-back.ts';
import { Carried } from '../content/carried.tsx';
import { aboutOf } from '../letter/answering.ts';
import { Above } from './message-marks.tsx';
import { SafeText } from './safe-text.tsx';
import { Stopped } from './stopped.tsx';

const UNDER_WAY: ReadonlySet<PendingState> = new Set(['posting', 'waiting', 'stored']);

type Props = { store: Store; pending: Pending; head: boolean };

/** Something we wrote that the server has not confirmed yet. */
export function PendingView({ store, pending, head }: Props) {
  const { thread, state } = words.value.inbox;
  const time = clock(pending.createdAt);
  return (
    <article
      class={`message message-${pending.kind === 'note' ? 'note' : 'out'} is-pending${head ? ' is-head' : ''}`}
      aria-label={state.info(thread.you, time)}
    >
      {head && (
        <p class="message-head">
          <strong>{thread.you}</strong>
          {pending.kind === 'note' && <span>{thread.note}</span>}
          <time dateTime={pending.createdAt}>{time}</time>
        </p>
      )}
      <div class="bubble">
        <Above store={store} message={aboveOf(store, pending)} />
        {pending.text && <SafeText text={pending.text} />}
        <Carried
          store={store}
          messageId={null}
          content={pending.extras?.content}
          files={pending.attachments}
        />
      </div>
      {pending.state === 'refused' && <Refused store={store} pending={pending} />}
      {pending.state === 'stopped' && <Stopped store={store} pending={pending} />}
      {UNDER_WAY.has(pending.state) && (
        <p class="message-state">{pending.state === 'waiting' ? state.waiting : state.queued}</p>
      )}
    </article>
  );
}

/** What will stand above it once it is stored: nothing is to move then. */
function aboveOf(store: Store, { conversationId, extras }: Pending) {
  const { template = null, answersId = null, recipients } = extras ?? {};
  const quotes = answersId && !recipients ? aboutOf(store, conversationId, answersId) : null;
  return { context: null, template, quotes };
}

/** Nothing is lost: send it again, change it, or let it go. */
function Refused({ store, pending }: { store: Store; pending: Pending }) {
  const { state } = words.value.inbox;
  return (
    <p class="message-state is-failed" role="status">
      <Icon name="alert" size={14} />
      <span>
        {pending.reason ? state.because(state.refused, plain(pending.reason)) : state.stale}{' '}
        <Button look="link" onClick={() => store.outbox.again(pending.key)}>
          {state.retry}
        </Button>{' '}
        <Button look="link" onClick={() => takeUp(store, pending)}>
          {state.editAgain}
        </Button>{' '}
        <Button look="link" onClick={() => store.outbox.discard(pending.key)}>
          {state.discard}
        </Button>
      </span>
    </p>
  );
}

/** The server names the field first, for programs; people see which one it is. */
function plain(reason: string): string {
  return reason.replace(/^[a-z]+: /i, '');
}
