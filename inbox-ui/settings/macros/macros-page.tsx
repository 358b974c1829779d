import type { Macro } from '../../../server/wire/macros.ts';
import { MACRO_KEYS } from '../../inbox/macros/running.ts';
import { stepOf } from '../../inbox/macros/steps.ts';
import { KeyCap } from '../../parts/key-cap.tsx';
import { Tag } from '../../parts/small.tsx';
import { live } from '../../store/live.ts';
import { words } from '../../words/words.ts';
import { adminOnly } from '../admin-only.ts';
import { KeptPage } from '../kept-page.tsx';
import { KeptRow } from '../kept-row.tsx';
import { MacroDialog } from './macro-dialog.tsx';

/** Several things in one go: one's own and everybody's. */
export function MacrosPage() {
  return (
    <KeptPage<Macro>
      said={words.value.settings.macros}
      items={live.value?.directory.macros.value ?? null}
      row={(macro, at, edit) => (
        <MacroRow key={macro.id} macro={macro} slot={MACRO_KEYS[at]} edit={edit} />
      )}
      dialog={(macro, close) => <MacroDialog macro={macro} onClose={close} />}
    />
  );
}

type RowProps = { macro: Macro; slot: string | undefined; edit: () => void };

function MacroRow({ macro, slot, edit }: RowProps) {
  const said = words.value.settings.macros;
  const { id, name, shared } = macro;
  const marks = (
    <>
      {slot && <KeyCap keys={slot} />}
      {shared && <Tag>{said.shared}</Tag>}
    </>
  );
  return (
    <KeptRow
      {...{ icon: 'macro', id, name, detail: inShort(macro), marks, list: 'macros' }}
      change={said.edit}
      onChange={edit}
      removal={{
        action: said.remove,
        title: said.removeTitle(name),
        text: shared ? said.removeShared : said.removeOwn,
        removed: said.removed,
      }}
      why={shared ? adminOnly() : null}
    />
  );
}

/** What it does, in one line. */
function inShort({ actions }: Macro): string {
  const store = live.value;
  if (!store) return '';
  return actions.map((action) => stepOf(action, { store, row: null, read: null }).does).join(' · ');
}
