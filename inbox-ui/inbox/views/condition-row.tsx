import type { Condition, Field } from '../../../server/wire/view-filters.ts';
import { IconButton } from '../../parts/icon-button.tsx';
import type { Store } from '../../store/store.ts';
import { words } from '../../words/words.ts';
import { conditionOn, OPS, withOp } from './building.ts';
import { ConditionValue, Pick } from './condition-value.tsx';
import { fieldsOf, optionsOf } from './options.ts';

type Props = {
  store: Store;
  condition: Condition;
  /** Its place, as people count: "2.1". */
  number: string;
  /** It was just added: the hands are here. */
  fresh: boolean;
  onChange: (condition: Condition) => void;
  onRemove: (() => void) | null;
};

/** One condition, read from left to right: what, how, and compared with what. */
export function ConditionRow({ store, condition, number, fresh, onChange, onRemove }: Props) {
  const { views } = words.value.inbox;
  const name = views.condition(number);
  const { field, op } = condition;
  const fields = fieldsOf(store, field).map((value) => ({ value, label: views.fields[value] }));
  const ops = OPS[field].map((value) => ({ value, label: views.ops[value] }));
  const ask = (next: Field) => onChange(conditionOn(next, optionsOf(store, next)[0]?.value ?? ''));
  return (
    <li class="view-condition">
      <Pick
        label={`${name}: ${views.field}`}
        value={field}
        choices={fields}
        onPick={ask}
        focusFirst={fresh}
      />
      {ops.length > 1 ? (
        <Pick
          label={`${name}: ${views.op}`}
          value={op}
          choices={ops}
          onPick={(next) => onChange(withOp(condition, next))}
        />
      ) : (
        <span class="view-op">{views.ops[op]}</span>
      )}
      <ConditionValue
        key={`${field} ${op}`}
        store={store}
        condition={condition}
        name={name}
        onChange={onChange}
      />
      {onRemove && (
        <IconButton
          icon="close"
          label={`${views.removeCondition} (${number})`}
          onClick={onRemove}
        />
      )}
    </li>
  );
}
