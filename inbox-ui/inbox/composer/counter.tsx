import { number } from '../../words/format.ts';
import { words } from '../../words/words.ts';
import { type Rules, roomLeft } from './limits.ts';
import { segmentsOf } from './segments.ts';

/** From here on it matters how much room is left. */
const NEAR = 0.8;
const NEAR_LEFT = 100;

type Props = { text: string; rules: Rules };

/** How much room the channel leaves, once there is little of it; where segments are paid for, how many it takes. */
export function Counter({ text, rules }: Props) {
  const { max, segments } = rules.text;
  const left = roomLeft(text, rules);
  const near = left <= NEAR_LEFT || max - left >= max * NEAR;
  if (left < 0 || (near && !segments)) return <Room left={left} rules={rules} />;
  return segments && text.trim() !== '' ? <Pieces text={text} /> : null;
}

/** In the unit the channel counts in. */
export function tooMuch({ text: { countedAs } }: Rules, over: number): string {
  const { composer, sending } = words.value.inbox;
  return countedAs === 'utf8-bytes' ? sending.bytesOver(over) : composer.over(over);
}

function enough({ text: { countedAs } }: Rules, left: number): string {
  const { composer, sending } = words.value.inbox;
  return countedAs === 'utf8-bytes' ? sending.bytesLeft(left) : composer.left(left);
}

function Room({ left, rules }: { left: number; rules: Rules }) {
  return (
    <span class={`composer-count number${left < 0 ? ' is-over' : ''}`} role="status">
      <span class="hidden-text">{left < 0 ? tooMuch(rules, -left) : enough(rules, left)}</span>
      <span aria-hidden="true">{number(left)}</span>
    </span>
  );
}

/** Beside the number of segments, what is left of the last one; nobody is told at each letter. */
function Pieces({ text }: { text: string }) {
  const { sending } = words.value.inbox;
  const { count, left, wide } = segmentsOf(text.trim());
  const said = sending.segmentsLong(count, left);
  return (
    <span class="composer-count number" data-tip={wide ? `${said}. ${sending.wide}` : said}>
      <span class="hidden-text">{said}</span>
      <span aria-hidden="true">
        {sending.segments(count)} · {number(left)}
      </span>
    </span>
  );
}
