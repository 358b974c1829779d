import { SelectField } from '../../parts/select-field.tsx';
import { Switch } from '../../parts/switch.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { words as common } from '../../words/words.ts';
import type { Draft, Fault } from './draft.ts';
import { Preview } from './preview.tsx';
import { said } from './said.ts';

type Props = {
  draft: Draft;
  accent: string;
  /** What is wrong with it, once somebody wanted to save it. */
  faults: ReadonlySet<Fault>;
  onChange: (draft: Draft) => void;
};

/** What it says; then to whom, and when. */
export function NudgeForm({ draft, accent, faults, onChange }: Props) {
  const words = said.value;
  return (
    <div class="nudge-form">
      <TextField
        label={words.text}
        help={words.textHelp}
        lines={3}
        maxLength={300}
        focusFirst={draft.text === ''}
        value={draft.text}
        error={faults.has('text') ? common.value.common.required : null}
        onInput={(text) => onChange({ ...draft, text })}
      />
      <Preview text={draft.text} accent={accent} />
      <TextField
        label={words.pages}
        help={words.pagesHelp}
        lines={2}
        optional="quiet"
        value={draft.pages}
        error={faults.has('pages') ? words.pagesWrong : null}
        onInput={(pages) => onChange({ ...draft, pages })}
      />
      <Moments draft={draft} faults={faults} onChange={onChange} />
      <Whom draft={draft} faults={faults} onChange={onChange} />
      <Again draft={draft} faults={faults} onChange={onChange} />
    </div>
  );
}

type PartProps = Pick<Props, 'draft' | 'faults' | 'onChange'>;

function Moments({ draft, faults, onChange }: PartProps) {
  const words = said.value;
  return (
    <div class="nudge-fields">
      <TextField
        label={words.seconds}
        value={draft.seconds}
        error={faults.has('seconds') ? words.secondsWrong : null}
        onInput={(seconds) => onChange({ ...draft, seconds })}
      />
      <TextField
        label={words.scroll}
        value={draft.scroll}
        error={faults.has('scroll') ? words.scrollWrong : null}
        onInput={(scroll) => onChange({ ...draft, scroll })}
      />
    </div>
  );
}

function Whom({ draft, faults, onChange }: PartProps) {
  const words = said.value;
  return (
    <>
      <TextField
        label={words.visits}
        help={words.visitsHelp}
        value={draft.visits}
        error={faults.has('visits') ? words.visitsWrong : null}
        onInput={(visits) => onChange({ ...draft, visits })}
      />
      <div class="nudge-fields">
        <TextField
          label={words.attribute}
          help={words.attributeHelp}
          optional="quiet"
          maxLength={40}
          value={draft.name}
          error={faults.has('name') ? words.attributeWrong : null}
          onInput={(name) => onChange({ ...draft, name })}
        />
        <TextField
          label={words.value}
          optional="quiet"
          maxLength={200}
          value={draft.value}
          onInput={(value) => onChange({ ...draft, value })}
        />
      </div>
      <Switch
        label={words.open}
        help={words.openHelp}
        checked={draft.open}
        onChange={(open) => onChange({ ...draft, open })}
      />
    </>
  );
}

function Again({ draft, faults, onChange }: PartProps) {
  const words = said.value;
  const choices = (['once', 'days'] as const).map((value) => ({
    value,
    label: words.agains[value],
  }));
  return (
    <div class="nudge-fields">
      <SelectField
        label={words.again}
        help={words.againHelp}
        value={draft.again}
        choices={choices}
        onChange={(again) => onChange({ ...draft, again })}
      />
      {draft.again === 'days' && (
        <TextField
          label={words.days}
          value={draft.days}
          error={faults.has('days') ? words.daysWrong : null}
          onInput={(days) => onChange({ ...draft, days })}
        />
      )}
    </div>
  );
}
