/** @jsxImportSource #draw */
/** Cards, one or several to be leafed through: what each shows, where it leads, and what can be said to it. */
import type { CardButton, ShownOffer } from '../../../server/wire/content.ts';
import { responseKey } from '../../../server/wire/response-key.ts';
import { useComputed, useEffect, useRef, useSignal } from '../draw/hooks.ts';
import { picturesOf } from '../files.ts';
import { isTaken, respond } from '../offers.ts';
import { usePart } from './context.ts';
import './cards.css';

type Card = Extract<ShownOffer, { kind: 'cards' }>['cards'][number];
type Props = { id: string; cards: readonly Card[] };

export function Cards({ id, cards }: Props) {
  const { say } = usePart();
  const list = useRef<HTMLUListElement | null>(null);
  const { ends, look, leaf } = useLeafing(list);
  const several = cards.length > 1;
  return (
    <div class="leafed">
      <ul
        class={several ? 'cards several' : 'cards'}
        ref={list}
        aria-label={say('cards')}
        tabIndex={several ? 0 : undefined}
        onScroll={look}
      >
        {cards.map((card, place) => (
          <li key={place} class="card">
            {card.picture && <Picture id={card.picture} />}
            <div class="card-words" dir="auto">
              <strong>{card.title}</strong>
              {card.text && <p>{card.text}</p>}
            </div>
            {card.buttons?.map((button, choice) => (
              <Button
                key={button.label}
                of={id}
                {...{ card: place, title: card.title, choice, button }}
              />
            ))}
          </li>
        ))}
      </ul>
      {several && (
        <p class="leaf">
          <Leaf to={-1} end={ends.value.first} leaf={leaf} />
          <Leaf to={1} end={ends.value.last} leaf={leaf} />
        </p>
      )}
    </div>
  );
}

type Way = 1 | -1;

function useLeafing(list: { current: HTMLUListElement | null }) {
  const ends = useSignal({ first: true, last: false });
  const look = () => {
    const { current: box } = list;
    if (!box) return;
    // Below zero where the line runs from the right; a pixel may be lost in between.
    const gone = Math.abs(box.scrollLeft);
    const first = gone < 2;
    const last = gone + box.clientWidth > box.scrollWidth - 2;
    if (first !== ends.value.first || last !== ends.value.last) ends.value = { first, last };
  };
  useEffect(() => {
    look();
    return undefined;
  }, []);
  const leaf = (way: Way) => {
    const { current: box } = list;
    const card = box?.firstElementChild;
    if (!box || !card) return;
    const forward = getComputedStyle(box).direction === 'rtl' ? -1 : 1;
    box.scrollBy({ left: way * forward * (card.clientWidth + 10) });
  };
  return { ends, look, leaf };
}

function Leaf({ to, end, leaf }: { to: Way; end: boolean; leaf: (way: Way) => void }) {
  const { say } = usePart();
  return (
    <button
      type="button"
      class="leaf-button"
      aria-label={say(to > 0 ? 'cardNext' : 'cardBefore')}
      aria-disabled={end}
      onClick={() => leaf(to)}
    >
      <Mark path={to > 0 ? 'M9 5l7 7-7 7' : 'M15 5l-7 7 7 7'} />
    </button>
  );
}

/** The title says what is on it. */
function Picture({ id }: { id: string }) {
  const { chat } = usePart();
  const picture = picturesOf(chat).of(id).value;
  if (picture.at === 'none') return null;
  return (
    <div class="card-picture">{picture.at === 'ready' && <img src={picture.url} alt="" />}</div>
  );
}

type ButtonProps = { of: string; card: number; title: string; choice: number; button: CardButton };

function Button({ of, card, title, choice, button: { label, url } }: ButtonProps) {
  const { chat, say } = usePart();
  const response = { kind: 'chosen', of, card, choice } as const;
  const taken = useComputed(() => isTaken(chat, responseKey(response))).value;
  if (url) {
    return (
      <a
        class="card-button"
        href={url}
        target="_blank"
        rel="noopener noreferrer"
        title={say('linkWarning', { href: url })}
        dir="auto"
      >
        {label}
        <Mark path="M9 6h9v9M18 6L7 17" />
      </a>
    );
  }
  return (
    <button
      type="button"
      class="card-button"
      dir="auto"
      aria-disabled={taken}
      onClick={() => !taken && respond(chat, `${title}: ${label}`, response)}
    >
      {label}
      {taken && <Mark path="M5 12.5l4.5 4.5L19 7" />}
    </button>
  );
}

function Mark({ path }: { path: string }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}
