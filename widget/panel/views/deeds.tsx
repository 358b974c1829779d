/** @jsxImportSource #draw */
/**
 * What can be done with a message. One button for all of them, at the one that is pointed at; by keyboard it stands
 * between the line and the field, and arrow keys take it from message to message.
 */
import type { RefObject } from 'preact';
import { REACTIONS } from '../../../server/wire/reactions.ts';
import type { VisitorMessage } from '../../../server/wire/visitor.ts';
import { endAll, type Lifetime, listen } from '../../lifetime.ts';
import { useEffect, useRef, useSignal } from '../draw/hooks.ts';
import { edited } from '../handling.ts';
import { answer, change, changeable, leave, outcome, react, type Trouble } from '../revising.ts';
import { usePart } from './context.ts';
import { Opener } from './opener.tsx';
import { wordsOf } from './quoted.tsx';
import { ownReaction } from './reactions.tsx';
import { MenuSheet, Sheet } from './sheet.tsx';
import './deeds.css';

/** So much of a message tells which one it is. */
const EXCERPT = 40;

type DeedsProps = { log: RefObject<HTMLDivElement | null> };

export function Deeds({ log }: DeedsProps) {
  const { chat, say } = usePart();
  const pointed = useSignal<string | null>(null);
  const box = useRef<HTMLLIElement | null>(null);
  const all = chat.line.messages.value.filter(({ deleted, id }) => !deleted && id !== edited.value);
  const at = all.find(({ id }) => id === pointed.value) ?? all.at(-1);
  usePointer(log, box, (id) => (pointed.value = id));
  useStanding(box, at);
  const step = (event: KeyboardEvent) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!by || !at || isOpen(box.current)) return;
    event.preventDefault();
    const next = all[all.indexOf(at) + by];
    if (!next) return;
    pointed.value = next.id;
    document.getElementById(next.id)?.scrollIntoView({ block: 'nearest' });
  };
  return (
    <li class="deeds" ref={box} aria-live="off" onKeyDown={step}>
      {at && <At key={at.id} message={at} />}
      <span class="aside" role="status">
        {outcome.value && say(outcome.value)}
      </span>
    </li>
  );
}

function At({ message }: { message: VisitorMessage }) {
  const { say } = usePart();
  const text = [...wordsOf(message, say).text].slice(0, EXCERPT).join('');
  return (
    <Opener
      icon="more"
      label={say('deeds', { text })}
      draw={(close) => <Menu message={message} close={close} />}
    />
  );
}

type MenuProps = { message: VisitorMessage; close: () => void };

function Menu({ message, close }: MenuProps) {
  const { chat, say } = usePart();
  const asks = useSignal(false);
  if (asks.value) return <TakeBack message={message} close={close} />;
  const own = changeable(chat)?.id === message.id;
  const reply = () => {
    close();
    answer(chat, message.id);
  };
  const edit = () => {
    close();
    edited.value = message.id;
  };
  return (
    <MenuSheet label={say('more')} close={close}>
      {message.direction === 'out' && <Signs message={message} close={close} />}
      <button type="button" class="choice" role="menuitem" onClick={reply}>
        {say('quote')}
      </button>
      {own && (
        <button type="button" class="choice" role="menuitem" onClick={edit}>
          {say('edit')}
        </button>
      )}
      {own && (
        <button type="button" class="choice" role="menuitem" onClick={() => (asks.value = true)}>
          {say('takeBack')}
        </button>
      )}
    </MenuSheet>
  );
}

/** Pressed again, one's own is taken back. */
function Signs({ message, close }: MenuProps) {
  const { chat, say } = usePart();
  const trouble = useSignal<Trouble | null>(null);
  const own = ownReaction(message);
  const pick = async (emoji: string) => {
    trouble.value = await react(chat, message.id, emoji === own ? null : emoji);
    if (trouble.value === null) close();
  };
  return (
    <fieldset class="reacting" aria-label={say('react')}>
      {REACTIONS.map((emoji) => (
        <button
          key={emoji}
          type="button"
          role="menuitemradio"
          aria-checked={emoji === own}
          onClick={() => void pick(emoji)}
        >
          {emoji}
        </button>
      ))}
      <p class="wrong" role="alert">
        {trouble.value && say(trouble.value === 'offline' ? 'offline' : 'rateFailed')}
      </p>
    </fieldset>
  );
}

const REASONS = { offline: 'offline', late: 'changeLate', failed: 'rateFailed' } as const;

/** Asks first whether that is meant: nothing brings it back. */
function TakeBack({ message, close }: MenuProps) {
  const { chat, say } = usePart();
  const trouble = useSignal<Trouble | 'busy' | null>(null);
  const takeBack = async () => {
    if (trouble.value === 'busy') return;
    trouble.value = 'busy';
    trouble.value = await change(chat, message.id, null);
    if (trouble.value !== null) return;
    close();
    leave(chat);
  };
  return (
    <Sheet label={say('takeBack')} close={close}>
      <p>{say('takeBackAsk')}</p>
      <button type="button" class="plain" onClick={() => void takeBack()}>
        {say('takeBack')}
      </button>
      <button type="button" class="plain" onClick={close}>
        {say('takeBackNo')}
      </button>
      <p class="wrong" role="alert">
        {trouble.value && trouble.value !== 'busy' && say(REASONS[trouble.value])}
      </p>
    </Sheet>
  );
}

const isOpen = (box: Element | null): boolean => !!box?.querySelector('[aria-expanded=true]');

/** Goes along with the pointer, while nothing is open. */
function usePointer(
  log: DeedsProps['log'],
  box: RefObject<HTMLLIElement | null>,
  point: (id: string | null) => void,
): void {
  useEffect(() => {
    const life: Lifetime = [];
    const { current } = log;
    if (!current) return;
    const follow = ({ target }: Event) => {
      const id = (target as Element).closest('.entry')?.id;
      if (id && !isOpen(box.current)) point(id);
    };
    // Not what comes to lie under a mouse that rests: whoever is at the keyboard would lose it.
    listen(life, current, 'pointermove', follow);
    listen(life, current, 'pointerdown', follow);
    // For the keyboard it begins with the last one.
    listen(life, current, 'pointerleave', () => {
      if (!box.current?.contains(document.activeElement)) point(null);
    });
    return () => endAll(life);
  }, []);
}

/** Stands where its message stands; whoever has the focus on it keeps that. */
function useStanding(box: RefObject<HTMLLIElement | null>, at: VisitorMessage | undefined): void {
  const had = box.current?.contains(document.activeElement);
  useEffect(() => {
    const { current: own } = box;
    const entry = at && document.getElementById(at.id);
    const line = own?.parentElement;
    if (!own || !entry || !line) return;
    const place = () => {
      own.style.top = `${entry.offsetTop}px`;
      own.classList.toggle('up', entry.offsetTop > line.offsetHeight / 2);
    };
    place();
    if (had) own.querySelector('button')?.focus();
    const observer = new ResizeObserver(place);
    observer.observe(line);
    return () => observer.disconnect();
  }, [at?.id]);
}
