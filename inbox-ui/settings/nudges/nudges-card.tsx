import { useRef } from 'preact/hooks';
import type { Channel } from '../../../server/wire/channels.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { FormFailure, focusFirstError } from '../../parts/form.tsx';
import { adminOnly } from '../admin-only.ts';
import { NudgeRow } from './nudge-row.tsx';
import './nudges.css';
import { said } from './said.ts';
import { useNudges } from './use-nudges.ts';

type Props = { channel: Channel; onChange: (channel: Channel) => void };

/** What is said to visitors by itself, in the order in which it is tried. */
export function NudgesCard(props: Props) {
  const words = said.value;
  const form = useRef<HTMLFormElement>(null);
  const nudges = useNudges(props);
  const { drafts } = nudges;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    // What is wrong may stand in one that was folded up until now.
    if (!nudges.save()) requestAnimationFrame(() => focusFirstError(form.current));
  };
  return (
    <Card title={words.title} lead={words.lead}>
      <form ref={form} class="stack" noValidate onSubmit={submit}>
        {drafts.length === 0 && <p class="field-help">{words.none}</p>}
        {drafts.length > 0 && (
          <ol class="nudges">
            {drafts.map((draft, at) => (
              <NudgeRow
                key={draft.id}
                draft={draft}
                place={{ at, of: drafts.length }}
                accent={props.channel.settings['accent'] ?? ''}
                nudges={nudges}
              />
            ))}
          </ol>
        )}
        <FormFailure error={nudges.failure} />
        <div class="form-actions">
          {!nudges.full && (
            <Button icon="plus" blocked={adminOnly()} onClick={nudges.add}>
              {words.add}
            </Button>
          )}
          <Button type="submit" busy={nudges.busy} blocked={adminOnly()}>
            {words.save}
          </Button>
        </div>
      </form>
    </Card>
  );
}
