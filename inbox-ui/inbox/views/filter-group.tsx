import type { RefObject } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { Filter, FilterPart } from '../../../server/wire/view-filters.ts';
import { Button } from '../../parts/button.tsx';
import { IconButton } from '../../parts/icon-button.tsx';
import { Segmented } from '../../parts/segmented.tsx';
import type { Store } from '../../store/store.ts';
import { words } from '../../words/words.ts';
import {
  conditionOn,
  DEEPEST,
  grouped,
  isGroup,
  MOST_IN_A_GROUP,
  modeOf,
  partsOf,
  withPart,
} from './building.ts';
import { ConditionRow } from './condition-row.tsx';

type Props = {
  store: Store;
  group: Filter;
  /** Its place, as people count; empty for the whole. */
  number: string;
  depth: number;
  /** It was just added: the hands go on in it. */
  fresh: boolean;
  onChange: (group: Filter) => void;
  onRemove: (() => void) | null;
};

/** Conditions that hold together, or of which one is enough; groups stand in groups. */
export function FilterGroup(props: Props) {
  const { store, group, number, depth, onChange, onRemove } = props;
  const [fresh, setFresh] = useState(props.fresh ? 0 : -1);
  const foot = useRef<HTMLButtonElement>(null);
  const parts = partsOf(group);
  const add = (part: FilterPart) => {
    setFresh(parts.length);
    onChange(grouped(modeOf(group), [...parts, part]));
  };
  const remove = (at: number) => {
    setFresh(-1);
    // The hands need another place before this one is gone.
    foot.current?.focus();
    onChange(withPart(group, at, null));
  };
  return (
    <fieldset class="view-group">
      <legend class="hidden-text">{words.value.inbox.views.group(number)}</legend>
      <Head {...props} />
      <ul class="view-parts">
        {parts.map((part, at) => (
          <Part
            key={at}
            store={store}
            part={part}
            number={number ? `${number}.${at + 1}` : String(at + 1)}
            depth={depth}
            fresh={at === fresh}
            onChange={(next) => onChange(withPart(group, at, next))}
            // A group that nothing is left in goes with its last part; the whole keeps one.
            onRemove={parts.length > 1 ? () => remove(at) : onRemove}
          />
        ))}
      </ul>
      <Foot add={add} full={parts.length >= MOST_IN_A_GROUP} depth={depth} first={foot} />
    </fieldset>
  );
}

/** Whether all of it has to hold. */
function Head({ group, number, onChange, onRemove }: Props) {
  const { views } = words.value.inbox;
  return (
    <div class="view-group-head">
      <Segmented
        label={views.group(number)}
        segments={[
          { value: 'all', label: views.all },
          { value: 'any', label: views.any },
        ]}
        value={modeOf(group)}
        onChange={(mode) => onChange(grouped(mode, partsOf(group)))}
      />
      {onRemove && (
        <IconButton icon="trash" label={`${views.removeGroup} (${number})`} onClick={onRemove} />
      )}
    </div>
  );
}

type FootProps = {
  add: (part: FilterPart) => void;
  full: boolean;
  depth: number;
  first: RefObject<HTMLButtonElement | null>;
};

function Foot({ add, full, depth, first }: FootProps) {
  const { views } = words.value.inbox;
  const blocked = full ? views.full : null;
  const fresh = conditionOn('status', 'open');
  return (
    <div class="view-group-foot">
      <Button icon="plus" buttonRef={first} blocked={blocked} onClick={() => add(fresh)}>
        {views.addCondition}
      </Button>
      {depth < DEEPEST && (
        <Button icon="plus" blocked={blocked} onClick={() => add(grouped('any', [fresh]))}>
          {views.addGroup}
        </Button>
      )}
    </div>
  );
}

type PartProps = {
  store: Store;
  part: FilterPart;
  number: string;
  depth: number;
  fresh: boolean;
  onChange: (part: FilterPart) => void;
  onRemove: (() => void) | null;
};

function Part({ store, part, number, depth, fresh, onChange, onRemove }: PartProps) {
  if (!isGroup(part)) {
    return (
      <ConditionRow
        store={store}
        condition={part}
        number={number}
        fresh={fresh}
        onChange={onChange}
        onRemove={onRemove}
      />
    );
  }
  return (
    <li>
      <FilterGroup
        store={store}
        group={part}
        number={number}
        depth={depth + 1}
        fresh={fresh}
        onChange={onChange}
        onRemove={onRemove}
      />
    </li>
  );
}
