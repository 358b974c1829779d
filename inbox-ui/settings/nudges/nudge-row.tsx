import { IconButton } from '../../parts/icon-button.tsx';
import { Switch } from '../../parts/switch.tsx';
import { adminOnly } from '../admin-only.ts';
import { type Draft, faultsOf, linesOf } from './draft.ts';
import { NudgeForm } from './nudge-form.tsx';
import { said } from './said.ts';
import type { useNudges } from './use-nudges.ts';

type Props = {
  draft: Draft;
  /** From 0, and how many there are. */
  place: { at: number; of: number };
  accent: string;
  nudges: ReturnType<typeof useNudges>;
};

/** One of them: what it says and to whom, in a line; opened, all of it. */
export function NudgeRow({ draft, place, accent, nudges }: Props) {
  const words = said.value;
  const { id, on, text } = draft;
  const name = text.trim() || words.untitled;
  const opened = nudges.opened === id;
  const { at, of } = place;
  return (
    <li class={on ? 'nudge' : 'nudge off'}>
      <div class="nudge-head">
        <div class="nudge-said">
          <p class="nudge-name">{name}</p>
          <p class="field-help">{summaryOf(draft)}</p>
        </div>
        <div class="nudge-tools">
          <IconButton
            icon={opened ? 'check' : 'drafts'}
            label={opened ? words.fold : `${words.edit}: ${name}`}
            onClick={() => nudges.open(opened ? null : id)}
          />
          <IconButton
            icon="up"
            label={words.up(name)}
            blocked={at === 0 ? words.first : adminOnly()}
            onClick={() => nudges.move(at, -1)}
          />
          <IconButton
            icon="down"
            label={words.down(name)}
            blocked={at === of - 1 ? words.last : adminOnly()}
            onClick={() => nudges.move(at, 1)}
          />
          <IconButton
            icon="trash"
            label={words.remove(name)}
            blocked={adminOnly()}
            onClick={() => nudges.remove(id)}
          />
        </div>
      </div>
      <Switch
        label={words.on}
        checked={on}
        disabled={adminOnly() !== null}
        onChange={(next) => nudges.change({ ...draft, on: next })}
      />
      {opened && (
        <NudgeForm
          draft={draft}
          accent={accent}
          faults={nudges.tried ? faultsOf(draft) : new Set()}
          onChange={nudges.change}
        />
      )}
    </li>
  );
}

/** To whom, and when, as far as it says more than always and to everybody. */
function summaryOf(draft: Draft): string {
  const { sum } = said.value;
  const pages = linesOf(draft.pages);
  const told: (string | false)[] = [
    pages.length > 0 ? sum.onPages(pages.join(', ')) : sum.everywhere,
    Number(draft.seconds) > 0 && sum.after(Number(draft.seconds)),
    Number(draft.visits) > 1 && sum.visits(Number(draft.visits)),
    Number(draft.scroll) > 0 && sum.scrolled(Number(draft.scroll)),
    draft.name.trim() !== '' && sum.says(draft.name.trim(), draft.value.trim()),
    draft.open && sum.open,
    draft.again === 'days' && sum.days(Number(draft.days)),
  ];
  return told.filter((one) => one !== false).join(' · ');
}
