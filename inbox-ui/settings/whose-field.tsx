import { SelectField } from '../parts/select-field.tsx';
import { adminOnly } from './admin-only.ts';

export type Whose = 'mine' | 'shared';

type Props = {
  said: { whose: string; mine: string; everybody: string };
  whose: Whose;
  onChange: (whose: Whose) => void;
};

/** One's own, or everybody's, which only admins make. */
export function WhoseField({ said, whose, onChange }: Props) {
  return (
    <SelectField
      label={said.whose}
      value={whose}
      choices={[
        { value: 'mine', label: said.mine },
        { value: 'shared', label: said.everybody },
      ]}
      error={whose === 'shared' ? adminOnly() : null}
      onChange={onChange}
    />
  );
}
