import type { Macro } from '../../../server/wire/macros.ts';
import { Icon } from '../../parts/icon.tsx';
import type { Store } from '../../store/store.ts';
import { words } from '../../words/words.ts';
import { askedAbout } from '../desk.ts';
import { useMomentReader } from '../keys/typed-moment.ts';
import './macros.css';
import { goesAtOnce } from './running.ts';
import { stepOf } from './steps.ts';

type Props = { store: Store; macro: Macro };

/** What it would do, step by step, and what of it could not be taken back. */
export function MacroPreview({ store, macro }: Props) {
  const { macros } = words.value.inbox;
  const ids = askedAbout.value;
  const [id] = ids;
  const row = (ids.length === 1 && id && store.conversations.row(id).value) || null;
  const read = useMomentReader(macro.actions.some((action) => action.do === 'snooze'));
  return (
    <section class="macro-preview scroll" aria-label={macros.preview} aria-live="polite">
      <ol>
        {macro.actions.map((action, at) => {
          const step = stepOf(action, { store, row, read });
          return (
            <li key={`${at} ${action.do}`}>
              <Icon name={step.icon} />
              <span class="macro-does">{step.does}</span>
              {step.text && (
                <span class="macro-text" dir="auto">
                  {step.text}
                </span>
              )}
            </li>
          );
        })}
      </ol>
      {goesAtOnce(store, macro.actions, ids) && (
        <p class="macro-warning">
          <Icon name="alert" size={14} />
          {macros.goesAtOnce}
        </p>
      )}
    </section>
  );
}
