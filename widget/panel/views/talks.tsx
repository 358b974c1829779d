/** @jsxImportSource #draw */
/** The visitor's talks, behind a button of the header: there from the first word on. */
import { useEffect, useRef, useSignal, useSignalEffect } from '../draw/hooks.ts';
import { untracked } from '../signals.ts';
import { newTalk, type Opened, openTalk, readTalks, talks } from '../talks.ts';
import { usePart } from './context.ts';
import { clock, dayName } from './format.ts';
import { Icon } from './icons.tsx';
import { MenuSheet } from './sheet.tsx';
import './talks.css';

/** Two bubbles, one behind the other. */
const PATH = 'M4 4h11v8H8l-4 3.5zM18.5 8.5H20v11L16 16H9.5';
/** As often as the live connection looks whether it missed something. */
const EVERY = 20_000;

export function Talks() {
  const { chat, say } = usePart();
  const open = useSignal(false);
  const button = useRef<HTMLButtonElement | null>(null);
  useNews();
  const unread = chat.line.elsewhere.value;
  // Before the first word there is nothing to choose from.
  if (talks.value.data.length === 0) return null;
  return (
    <>
      <button
        type="button"
        class={unread > 0 ? 'tool talks unread' : 'tool talks'}
        ref={button}
        aria-label={unread > 0 ? say('talksUnread', { count: unread }) : say('talks')}
        aria-haspopup="true"
        aria-expanded={open.value}
        onClick={() => {
          open.value = !open.value;
        }}
      >
        <Icon path={PATH} />
      </button>
      {open.value && (
        <List
          close={() => {
            open.value = false;
            button.current?.focus();
          }}
        />
      )}
    </>
  );
}

/** What is said in the others is heard of by asking: when the panel opens, when one is said here, and now and then. */
function useNews(): void {
  const { chat } = usePart();
  const { connection, line, place, session } = chat;
  const read = () => void readTalks(chat);
  useSignalEffect(() => {
    for (const changed of [session.token, connection.state, line.messages, place.open])
      void changed.value;
    untracked(read);
  });
  useEffect(() => {
    const timer = setInterval(() => {
      if (place.visible.peek() && talks.peek().data.length > 0) read();
    }, EVERY);
    return () => clearInterval(timer);
  }, []);
}

function List({ close }: { close: () => void }) {
  const { chat, say } = usePart();
  const state = useSignal<Opened | 'idle' | 'busy'>('idle');
  const { data, current } = talks.value;
  const choose = async (name: string) => {
    if (state.value === 'busy') return;
    state.value = 'busy';
    state.value = name === current ? 'opened' : await openTalk(chat, name);
    if (state.value === 'opened') close();
  };
  const begin = async () => {
    // One that has no word yet is as new as another.
    await choose(data.some(({ name }) => name === current) ? newTalk() : current);
    if (state.value === 'opened') chat.place.focusWish.value += 1;
  };
  return (
    <MenuSheet label={say('talks')} close={close}>
      <button type="button" class="choice begin" role="menuitem" onClick={() => void begin()}>
        {say('talksNew')}
      </button>
      {data.map((one) => (
        <Talk key={one.name} {...one} current={one.name === current} choose={choose} />
      ))}
      <p class="wrong" role="alert">
        {state.value === 'unsent' && say('talkUnsent')}
        {state.value === 'failed' && say('talkFailed')}
      </p>
    </MenuSheet>
  );
}

type TalkProps = (typeof talks)['value']['data'][number] & {
  current: boolean;
  choose: (name: string) => Promise<void>;
};

function Talk({ name, text, direction, at, unread, current, choose }: TalkProps) {
  const { locale, say } = usePart();
  const time = new Date(at);
  const today = time.toDateString() === new Date().toDateString();
  const news = current ? 0 : unread;
  const words = text || say('quoteFile');
  return (
    <button
      type="button"
      class={news > 0 ? 'choice talk unread' : 'choice talk'}
      role="menuitemradio"
      aria-checked={current}
      onClick={() => void choose(name)}
    >
      <span class="talk-words" dir="auto">
        {direction === 'in' ? `${say('you')}: ${words}` : words}
      </span>
      <span class="talk-meta">
        <time dateTime={at}>{today ? clock(time, locale) : dayName(time, locale, say)}</time>
        {news > 0 && <span class="aside">{say('talkUnread', { count: news })}</span>}
      </span>
    </button>
  );
}
