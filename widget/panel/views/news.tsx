/** @jsxImportSource #draw */
/** Something new stands below what is being read. */
import { usePart } from './context.ts';
import { Icon } from './icons.tsx';
import './news.css';

export function News({ toEnd }: { toEnd: () => void }) {
  const { say } = usePart();
  return (
    <button type="button" class="news" onClick={toEnd}>
      <Icon name="down" />
      {say('newMessages')}
    </button>
  );
}
