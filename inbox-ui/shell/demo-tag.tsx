import { Tag } from '../parts/small.tsx';
import { session } from '../session/session.ts';
import { words } from '../words/words.ts';

/** Of a demo it says that it is one: nobody shall wonder whether somebody really got an answer. */
export function DemoTag() {
  const { demo } = words.value.shell;
  if (!session.value?.demo) return null;
  return (
    <span data-tip={demo.what}>
      <Tag tone="wait">{demo.tag}</Tag>
      <span class="hidden-text">{demo.what}</span>
    </span>
  );
}
