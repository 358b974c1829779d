import { useState } from 'preact/hooks';
import type { Macro, MacroAction } from '../../../server/wire/macros.ts';
import { api } from '../../api.ts';
import { Button } from '../../parts/button.tsx';
import { checks } from '../../parts/checks.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { FormFailure, useForm } from '../../parts/form.tsx';
import { Icon } from '../../parts/icon.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { toast } from '../../parts/toast.tsx';
import { live } from '../../store/live.ts';
import { words } from '../../words/words.ts';
import { Blanks } from '../blanks.tsx';
import { reloadList } from '../reload-list.ts';
import { type Whose, WhoseField } from '../whose-field.tsx';
import './macros.css';
import { newStep } from './new-step.ts';
import { StepEditor } from './step-editor.tsx';
import { type Steps, useSteps } from './use-steps.ts';

/** @param macro null: a new one */
type Props = { macro: Macro | null; onClose: () => void };

/** A name, and the steps in their order; whose it is, is decided once. */
export function MacroDialog({ macro, onClose }: Props) {
  const { common, settings } = words.value;
  const said = settings.macros;
  const [whose, setWhose] = useState<Whose>('mine');
  const steps = useSteps(macro?.actions ?? [newStep('reply', live.peek())]);
  const form = useForm<'name' | 'actions', Macro>({
    initial: { name: macro?.name ?? '', actions: '' },
    check: ({ name }) => ({ name: checks.filled(name), actions: steps.check() }),
    send: ({ name }) => {
      const written = { name: name.trim(), actions: steps.actions };
      return send(macro, written, whose === 'shared');
    },
    done: () => {
      toast({ text: said.kept });
      reloadList('macros');
      onClose();
    },
  });
  const taken = form.failure?.code === 'conflict' ? said.taken : null;
  return (
    <Dialog title={macro ? said.editTitle : said.create} wide onClose={onClose}>
      <form ref={form.form} class="stack" noValidate onSubmit={form.submit}>
        <TextField {...form.field('name')} label={said.name} maxLength={100} focusFirst />
        <StepList steps={steps} error={form.field('actions').error ?? null} />
        {!macro && <WhoseField said={said} whose={whose} onChange={setWhose} />}
        <FormFailure error={form.failure} text={taken} />
        <div class="dialog-actions">
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button look="primary" type="submit" busy={form.busy}>
            {said.save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function StepList({ steps, error }: { steps: Steps; error: string | null }) {
  const said = words.value.settings.macros;
  return (
    <fieldset class="macro-steps">
      <legend class="field-label">{said.steps}</legend>
      <ol>
        {steps.all.map(({ key, action }, at) => (
          <StepEditor
            key={key}
            action={action}
            at={at}
            of={steps.all.length}
            error={steps.wrong(action)}
            change={(next) => steps.change(key, next)}
            move={(by) => steps.move(at, by)}
            remove={() => steps.remove(key)}
          />
        ))}
      </ol>
      <Button icon="plus" blocked={steps.full ? said.full : null} onClick={steps.add}>
        {said.add}
      </Button>
      {error && (
        <p class="field-error" role="alert">
          <Icon name="alert" />
          {error}
        </p>
      )}
      <p class="field-help">
        <Blanks said={said.blanks} />
      </p>
    </fieldset>
  );
}

type Written = { name: string; actions: MacroAction[] };

const send = (macro: Macro | null, written: Written, shared: boolean) =>
  macro
    ? api.patch<Macro>(`macros/${macro.id}`, written)
    : api.post<Macro>('macros', { ...written, shared });
