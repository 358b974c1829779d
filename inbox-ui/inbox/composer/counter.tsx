import { number } from '../../words/format.ts';
import { words } from '../../words/words.ts';
import { type Rules, roomLeft } from './limits.ts';

/** From here on it matters how much room is left. */
const NEAR = 0.8;
const NEAR_LEFT = 100;

/** How much room the channel leaves, once there is little of it. */
export function Counter({ text, rules }: { text: string; rules: Rules }) {
  const { composer } = words.value.inbox;
  const { max } = rules.text;
  const left = roomLeft(text, rules);
  if (left > NEAR_LEFT && max - left < max * NEAR) return null;
  return (
    <span class={`composer-count number${left < 0 ? ' is-over' : ''}`} role="status">
      <span class="hidden-text">{left < 0 ? composer.over(-left) : composer.left(left)}</span>
      <span aria-hidden="true">{number(left)}</span>
    </span>
  );
}
