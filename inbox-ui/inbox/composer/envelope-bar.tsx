import { useEffect, useState } from 'preact/hooks';
import type { Recipients } from '../../../server/wire/addressing.ts';
import { Button } from '../../parts/button.tsx';
import { IconButton } from '../../parts/icon-button.tsx';
import { TokenField } from '../../parts/token-field.tsx';
import { clock } from '../../words/format.ts';
import { words } from '../../words/words.ts';
import { fullName, nameOf, namesOf } from '../letter/people.ts';
import { isAddress, readAddresses, withoutDoubles } from './addresses.ts';
import type { Letter } from './letter.ts';
import { useProposal } from './proposals.ts';
import type { Writing } from './writing.ts';

type Field = keyof Recipients;
type Props = { writing: Writing; letter: Letter };

/** Above the words: what is answered or passed on, and whom it goes to. */
export function EnvelopeBar({ writing, letter }: Props) {
  const { store, row } = writing;
  const { envelope, recipients } = letter;
  useProposal(store, row, envelope);
  const [asked, setAsked] = useState<Field[]>([]);
  useEffect(() => setAsked([]), [row.id, envelope.mode]);
  const shown = (field: Field) =>
    field === 'to' || asked.includes(field) || (recipients?.[field].length ?? 0) > 0;
  const hidden = (['cc', 'bcc'] as const).filter((field) => !shown(field));
  const { letters } = words.value.inbox;
  return (
    <div class="envelope">
      <About writing={writing} letter={letter} />
      {(['to', 'cc', 'bcc'] as const).filter(shown).map((field) => (
        <div class="envelope-row" key={field}>
          <People writing={writing} letter={letter} field={field} asked={asked.includes(field)} />
          {field === 'to' &&
            hidden.map((one) => (
              <Button key={one} look="plain" onClick={() => setAsked([...asked, one])}>
                {letters.fields[one]}
              </Button>
            ))}
        </div>
      ))}
    </div>
  );
}

function People({ writing, letter, field, asked }: Props & { field: Field; asked: boolean }) {
  const { letters } = words.value.inbox;
  const all = letter.recipients ?? { to: [], cc: [], bcc: [] };
  const people = all[field];
  const write = (changed: Recipients[Field]) => {
    const recipients = { ...all, [field]: withoutDoubles(changed) };
    writing.store.envelopes.write(writing.row.id, { recipients });
  };
  return (
    <TokenField
      label={letters.fields[field]}
      addLabel={letters.addTo}
      removeLabel={letters.remove}
      focusFirst={asked}
      tokens={people.map((person) => ({
        label: nameOf(person),
        detail: fullName(person),
        problem: isAddress(person.address) ? null : letters.invalid(person.address),
      }))}
      onAdd={(text) => write([...people, ...readAddresses(text)])}
      onRemove={(index) => write(people.filter((_, at) => at !== index))}
    />
  );
}

/** Said only where it is not plain: another than the latest is answered, or one is passed on. */
function About({ writing, letter }: Props) {
  const { store, row } = writing;
  const { envelope, about } = letter;
  const { letters, thread } = words.value.inbox;
  const passesOn = envelope.mode === 'forward';
  if (!about || (!passesOn && envelope.aboutId === null)) return null;
  const who = about.addressing ? nameOf(about.addressing.from) : (about.author?.name ?? thread.you);
  const time = clock(about.createdAt);
  const back = () => store.envelopes.clear(row.id);
  const others = about.addressing ? [about.addressing.from] : (about.recipients?.to ?? []);
  return (
    <p class={`envelope-about${about.side || passesOn ? ' is-side' : ''}`}>
      <span dir="auto">
        {passesOn ? letters.passingOn(who, time) : letters.answering(who, time)}
        {about.side && !passesOn && <> · {letters.besides(namesOf(others))}</>}
      </span>
      <IconButton icon="close" label={letters.backToLatest} onClick={back} />
    </p>
  );
}
