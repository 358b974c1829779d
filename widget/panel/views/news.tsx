/** @jsxImportSource #draw */
/** Something new stands below what is being read. */
import { usePanel } from './context.ts';
import { Icon } from './icons.tsx';
import './news.css';

export function News({ toEnd }: { toEnd: () => void }) {
  const { say } = usePanel();
  return (
    <button type="button" class="news" onClick={toEnd}>
      <Icon name="down" />
      {say('newMessages')}
    </button>
  );
}
