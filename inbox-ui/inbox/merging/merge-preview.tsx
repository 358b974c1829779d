import { useEffect, useRef, useState } from 'preact/hooks';
import type { Conversation } from '../../../server/wire/conversations.ts';
import { Button } from '../../parts/button.tsx';
import type { Store } from '../../store/store.ts';
import { words } from '../../words/words.ts';
import { merge } from './merge.ts';

type Props = { store: Store; kept: Conversation; other: Conversation; onClose: () => void };

/** What will happen, before it does; which of the two goes on can still be turned round. */
export function MergePreview({ store, kept, other, onClose }: Props) {
  const { common, inbox } = words.value;
  const { merging } = inbox;
  const [turned, setTurned] = useState(false);
  const [busy, setBusy] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  // The dialog was open before: what came with it has no focus to lose by then.
  useEffect(() => button.current?.focus(), []);
  const [stays, goes] = turned ? [other, kept] : [kept, other];
  const confirm = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    const done = await merge(store, stays, goes);
    setBusy(false);
    if (done) onClose();
  };
  const { said, lines, tags, link, back } = merging.what;
  const points = [
    said(stays.number),
    lines(stays.number),
    tags,
    link(goes.number, stays.number),
    back,
  ];
  return (
    <form class="stack" onSubmit={(event) => void confirm(event)}>
      <p>
        <strong>{merging.lead(goes.number, stays.number)}</strong>
      </p>
      <ul class="merge-points">
        {points.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
      <p>
        <Button look="link" onClick={() => setTurned(!turned)}>
          {merging.swap(goes.number, stays.number)}
        </Button>
      </p>
      <div class="dialog-actions">
        <Button onClick={onClose}>{common.cancel}</Button>
        <Button look="primary" type="submit" busy={busy} buttonRef={button}>
          {merging.confirm}
        </Button>
      </div>
    </form>
  );
}
