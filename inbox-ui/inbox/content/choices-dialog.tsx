import { useState } from 'preact/hooks';
import type { Offer } from '../../../server/wire/content.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { focusFirstError } from '../../parts/form.tsx';
import { TextField } from '../../parts/text-field.tsx';
import type { Store } from '../../store/store.ts';
import { words } from '../../words/words.ts';
import { rulesOf } from '../composer/writing-rules.ts';
import { askedAbout, question, wishToWrite } from '../desk.ts';
import { choicesIn, wrongWith } from './choices.ts';
import { offerFor } from './laid.ts';

/** What they can press instead of writing: one a line, as one would write them down. */
export function ChoicesDialog({ store }: { store: Store }) {
  const { inbox, common } = words.value;
  const { offers } = inbox;
  const [id = ''] = askedAbout.value;
  const offer = offerFor(id);
  const [text, setText] = useState(() => typedBefore(offer.peek()));
  const [error, setError] = useState<string | null>(null);
  const rules = rulesOf(store, store.conversations.row(id).value, 'reply');
  const confirm = (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    const choices = choicesIn(text);
    const wrong = wrongWith(choices, rules);
    setError(wrong);
    if (wrong) return focusFirstError(event.currentTarget);
    offer.value = { kind: 'choices', choices };
    close();
  };
  const { max = 0, labelMax = 0 } = rules.offers?.choices ?? {};
  return (
    <Dialog title={offers.choices} onClose={close}>
      <form class="stack" noValidate onSubmit={confirm}>
        <TextField
          label={offers.onePerLine}
          help={offers.help(max, labelMax)}
          value={text}
          error={error}
          lines={5}
          focusFirst
          onInput={(typed) => {
            setText(typed);
            setError(null);
          }}
        />
        <div class="dialog-actions">
          <Button onClick={close}>{common.cancel}</Button>
          <Button type="submit" look="primary">
            {offers.use}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

const typedBefore = (offer: Offer | null): string =>
  offer?.kind === 'choices' ? offer.choices.join('\n') : '';

function close(): void {
  question.value = null;
  wishToWrite('reply');
}
