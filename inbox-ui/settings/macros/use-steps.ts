/** The steps of a macro while they are being written: added, moved, changed, taken out, and what is wrong with them. */
import { useRef, useState } from 'preact/hooks';
import type { MacroAction } from '../../../server/wire/macros.ts';
import { useMomentReader } from '../../inbox/keys/typed-moment.ts';
import { live } from '../../store/live.ts';
import { words } from '../../words/words.ts';
import { newStep } from './new-step.ts';
import { wrongStep, wrongSteps } from './wrong-step.ts';

/** As many as are kept. */
const MOST = 20;

export type Steps = ReturnType<typeof useSteps>;

export function useSteps(initial: readonly MacroAction[]) {
  const [all, setAll] = useState(() => initial.map((action, key) => ({ key, action })));
  const [tried, setTried] = useState(false);
  const next = useRef(initial.length);
  const read = useMomentReader(all.some(({ action }) => action.do === 'snooze'));
  const actions = all.map(({ action }) => action);
  return {
    all,
    actions,
    full: all.length >= MOST,
    /** Once somebody tried to keep them. */
    wrong: (action: MacroAction) => (tried ? wrongStep(action, read) : null),
    check: () => {
      setTried(true);
      if (actions.some((action) => wrongStep(action, read))) {
        return words.peek().settings.macros.lookAgain;
      }
      return wrongSteps(actions);
    },
    add: () => {
      next.current += 1;
      setAll([...all, { key: next.current, action: newStep('assign', live.peek()) }]);
    },
    change: (key: number, action: MacroAction) => {
      setAll((before) => before.map((step) => (step.key === key ? { key, action } : step)));
    },
    move: (at: number, by: 1 | -1) => {
      const step = all[at];
      if (!step) return;
      setAll(all.toSpliced(at, 1).toSpliced(at + by, 0, step));
      keepFocus();
    },
    remove: (key: number) => setAll(all.filter((step) => step.key !== key)),
  };
}

/** What is moved in the page loses it. */
function keepFocus(): void {
  const focused = document.activeElement;
  requestAnimationFrame(() => focused instanceof HTMLElement && focused.focus());
}
