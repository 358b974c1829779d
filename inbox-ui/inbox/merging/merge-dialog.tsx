import { useEffect, useState } from 'preact/hooks';
import type { Conversation, OwnConversation } from '../../../server/wire/conversations.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Skeleton } from '../../parts/skeleton.tsx';
import type { Store } from '../../store/store.ts';
import { words } from '../../words/words.ts';
import { askedAbout, question } from '../desk.ts';
import { MergePreview } from './merge-preview.tsx';
import './merging.css';
import { OtherPicker } from './other-picker.tsx';

type Props = { store: Store };

/** Two that are selected become one; of one alone it is asked which other it shall be. */
export function MergeDialog({ store }: Props) {
  const { merging } = words.value.inbox;
  const rows = askedAbout.value.flatMap((id) => store.conversations.row(id).value ?? []);
  return (
    <Dialog title={merging.title} onClose={close}>
      <Question store={store} rows={rows} />
    </Dialog>
  );
}

function close(): void {
  question.value = null;
}

function Question({ store, rows }: Props & { rows: OwnConversation[] }) {
  const { merging } = words.value.inbox;
  const [one, two, ...more] = rows;
  if (!one || more.length > 0) return <p>{merging.twoOnly}</p>;
  if (!two) return <WithAnother store={store} row={one} />;
  if (one.contact.id !== two.contact.id) return <p>{merging.notTheSame}</p>;
  // The one that was first goes on.
  const [kept, other] = one.number < two.number ? [one, two] : [two, one];
  return <MergePreview store={store} kept={kept} other={other} onClose={close} />;
}

function WithAnother({ store, row }: Props & { row: OwnConversation }) {
  const [other, setOther] = useState<Conversation | null>(null);
  const others = useOthers(store, row);
  if (other) return <MergePreview store={store} kept={row} other={other} onClose={close} />;
  if (!others) return <Skeleton lines={3} />;
  return <OtherPicker name={row.contact.name} others={others} onPick={setOther} />;
}

/** Of the same person, as far as they can be merged; null until they are known. */
function useOthers(store: Store, { id, contact }: OwnConversation): Conversation[] | null {
  const [others, setOthers] = useState<Conversation[] | null>(null);
  useEffect(() => {
    store.doors.contact(contact.id).then(
      ({ conversations }) => setOthers(conversations.filter((one) => isFit(one, id))),
      () => setOthers([]),
    );
  }, [store, id, contact.id]);
  return others;
}

const UNFIT = new Set<Conversation['status']>(['spam', 'merged']);

function isFit(one: Conversation, id: string): boolean {
  return one.id !== id && !UNFIT.has(one.status);
}
