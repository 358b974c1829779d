import { useState } from 'preact/hooks';
import type { Macro } from '../../../server/wire/macros.ts';
import { MACRO_KEYS } from '../../inbox/macros/running.ts';
import { stepOf } from '../../inbox/macros/steps.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Icon } from '../../parts/icon.tsx';
import { IconButton } from '../../parts/icon-button.tsx';
import { KeyCap } from '../../parts/key-cap.tsx';
import { Skeleton } from '../../parts/skeleton.tsx';
import { Tag } from '../../parts/small.tsx';
import { live } from '../../store/live.ts';
import { words } from '../../words/words.ts';
import { adminOnly } from '../admin-only.ts';
import { reloadList } from '../reload-list.ts';
import { Removal } from '../removal.tsx';
import { SectionPage } from '../section-page.tsx';
import { MacroDialog } from './macro-dialog.tsx';

/** Several things in one go: one's own and everybody's. */
export function MacrosPage() {
  const said = words.value.settings.macros;
  const [writing, setWriting] = useState<Macro | 'new' | null>(null);
  const macros = live.value?.directory.macros.value ?? null;
  const make = (
    <Button look="primary" icon="plus" onClick={() => setWriting('new')}>
      {said.create}
    </Button>
  );
  return (
    <SectionPage title={said.title} lead={said.lead} actions={make}>
      {macros === null ? <Skeleton lines={6} /> : <Macros macros={macros} edit={setWriting} />}
      {writing && (
        <MacroDialog macro={writing === 'new' ? null : writing} onClose={() => setWriting(null)} />
      )}
    </SectionPage>
  );
}

function Macros({ macros, edit }: { macros: Macro[]; edit: (macro: Macro) => void }) {
  const said = words.value.settings.macros;
  if (macros.length === 0) {
    return (
      <EmptyState title={said.empty} shape="square">
        {said.emptyText}
      </EmptyState>
    );
  }
  return (
    <Card title={said.title} flush titleHidden>
      <ul class="rows">
        {macros.map((macro, at) => (
          <MacroRow key={macro.id} macro={macro} slot={MACRO_KEYS[at]} edit={() => edit(macro)} />
        ))}
      </ul>
    </Card>
  );
}

type RowProps = { macro: Macro; slot: string | undefined; edit: () => void };

function MacroRow({ macro, slot, edit }: RowProps) {
  const said = words.value.settings.macros;
  const [asking, setAsking] = useState(false);
  const why = macro.shared ? adminOnly() : null;
  return (
    <li class="row row-wraps">
      <Icon name="macro" />
      <div class="row-main">
        <p class="row-title" dir="auto">
          {macro.name}
        </p>
        <p class="row-detail truncate" dir="auto">
          {inShort(macro)}
        </p>
      </div>
      <div class="row-end">
        {slot && <KeyCap keys={slot} />}
        {macro.shared && <Tag>{said.shared}</Tag>}
        <Button label={`${said.edit}: ${macro.name}`} blocked={why} onClick={edit}>
          {said.edit}
        </Button>
        <IconButton
          icon="trash"
          label={`${said.remove}: ${macro.name}`}
          blocked={why}
          onClick={() => setAsking(true)}
        />
      </div>
      {asking && (
        <Removal
          path={`macros/${macro.id}`}
          title={said.removeTitle(macro.name)}
          text={macro.shared ? said.removeShared : said.removeOwn}
          action={said.remove}
          removed={said.removed}
          onRemoved={() => reloadList('macros')}
          onClose={() => setAsking(false)}
        />
      )}
    </li>
  );
}

/** What it does, in one line. */
function inShort({ actions }: Macro): string {
  const store = live.value;
  if (!store) return '';
  return actions.map((action) => stepOf(action, { store, row: null, read: null }).does).join(' · ');
}
