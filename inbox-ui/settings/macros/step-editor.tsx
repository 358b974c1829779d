import type { MacroAction } from '../../../server/wire/macros.ts';
import { IconButton } from '../../parts/icon-button.tsx';
import { SelectField } from '../../parts/select-field.tsx';
import { live } from '../../store/live.ts';
import { words } from '../../words/words.ts';
import { KINDS, newStep } from './new-step.ts';
import { StepValue } from './step-value.tsx';

type Props = {
  action: MacroAction;
  /** Its place, from 0, and how many there are. */
  at: number;
  of: number;
  error: string | null;
  change: (action: MacroAction) => void;
  move: (by: 1 | -1) => void;
  remove: () => void;
};

/** One step: what is done, with what, and in which place. */
export function StepEditor({ action, at, of, error, change, move, remove }: Props) {
  const said = words.value.settings.macros;
  const choices = KINDS.map((value) => ({ value, label: said.kinds[value] }));
  const step = said.step(at + 1);
  return (
    <li class="macro-step">
      <div class="macro-step-head">
        <SelectField
          label={step}
          value={action.do}
          choices={choices}
          onChange={(kind) => change(newStep(kind, live.peek()))}
        />
        <IconButton
          icon="up"
          label={said.up(step)}
          blocked={at === 0 ? said.isFirst : null}
          onClick={() => move(-1)}
        />
        <IconButton
          icon="down"
          label={said.down(step)}
          blocked={at === of - 1 ? said.isLast : null}
          onClick={() => move(1)}
        />
        <IconButton icon="trash" label={said.removeStep(step)} onClick={remove} />
      </div>
      <StepValue action={action} error={error} change={change} />
    </li>
  );
}
