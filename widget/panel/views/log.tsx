/** @jsxImportSource #draw */
/** The line: history above, the newest below. It never moves by itself while somebody reads further up. */
import { useComputed, useRef } from '../draw/hooks.ts';
import { type Entry, entriesOf } from '../entries.ts';
import { reached } from '../handling.ts';
import { Bubble } from './bubble.tsx';
import { usePanel } from './context.ts';
import { dayName } from './format.ts';
import { lazy } from './lazy.tsx';
import { useReading } from './reading.ts';
import { useScroll } from './scroll.ts';

const Older = lazy(() => import('./older.tsx'), 'Older');
const News = lazy(() => import('./news.tsx'), 'News');
const Writing = lazy(() => import('./writing.tsx'), 'Writing');
const Deeds = lazy(() => import('./deeds.tsx'), 'Deeds');
const Before = lazy(() => import('./before.tsx'), 'Before');
const Closing = lazy(() => import('./closing.tsx'), 'Closing');
const IntakeForm = lazy(() => import('./intake-form.tsx'), 'IntakeForm');
const Articles = lazy(() => import('./articles.tsx'), 'Articles');
const AddressForm = lazy(() => import('./address-form.tsx'), 'AddressForm');

export function Log() {
  const { chat, say } = usePanel();
  const box = useRef<HTMLDivElement | null>(null);
  const entries = useComputed(() =>
    entriesOf(chat.line.messages.value, chat.outbox.items.value),
  ).value;
  const scroll = useScroll(box, entries);
  useReading(box, chat);
  const reach = () => (reached.value = true);
  const lastOwn = chat.line.messages.value.findLast(({ direction }) => direction === 'in')?.id;
  const { value: talk } = chat.line.talk;
  // What is being written goes on with it.
  const over = (talk === 'over' || talk === 'rated') && entries.at(-1)?.kind !== 'outgoing';
  return (
    <div class="reading">
      <div
        class="log"
        ref={box}
        role="log"
        aria-label={say('messages')}
        aria-live="polite"
        aria-relevant="additions"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        onScroll={scroll.onScroll}
        onPointerOver={reach}
        onFocus={reach}
      >
        {chat.line.older.value && <Older />}
        <ol class="line">
          {!chat.line.older.value && <Greeting />}
          {entries.map((entry) => draw(entry, lastOwn))}
          {(chat.reach.asks.value || chat.reach.left.value !== null) && <AddressForm />}
          {over && <Closing />}
          {chat.config.value?.countsWaiting && <Before />}
          {chat.intake.asks.value.length > 0 && <IntakeForm />}
          <Now />
          {reached.value && <Deeds log={box} />}
        </ol>
      </div>
      {scroll.news.value && <News toEnd={scroll.toEnd} />}
    </div>
  );
}

function draw(entry: Entry, lastOwn: string | undefined) {
  if (entry.kind === 'day') return <Day key={entry.id} at={entry.at} />;
  const newest = entry.kind === 'message' && entry.message.id === lastOwn;
  return <Bubble key={entry.id} {...entry} newest={newest} />;
}

function Day({ at }: { at: Date }) {
  const { locale, say } = usePanel();
  return (
    <li class="day" aria-live="off">
      {dayName(at, locale, say)}
    </li>
  );
}

/** The first station: what the team says to everyone who comes. */
function Greeting() {
  const { chat, say } = usePanel();
  const empty = chat.line.messages.value.length === 0 && chat.outbox.items.value.length === 0;
  return (
    <li class={empty ? 'greeting alone' : 'greeting'} aria-live="off">
      <p class="hello" dir="auto">
        {chat.nudge.value?.text || chat.config.value?.greeting || say('greeting')}
      </p>
      {empty && <p class="hint">{say('start')}</p>}
      {empty && chat.config.value?.articles && <Articles id="articles" />}
    </li>
  );
}

/** The end of the line: whether it is alive, and who is writing. */
function Now() {
  const { chat } = usePanel();
  return (
    <li class={chat.trouble.value === 'offline' ? 'now lost' : 'now'} aria-live="off">
      {chat.theirTyping.name.value !== null && <Writing />}
    </li>
  );
}
