import { useState } from 'preact/hooks';
import type { Finding } from '../../server/wire/channels.ts';
import { Icon } from '../parts/icon.tsx';
import { Segmented } from '../parts/segmented.tsx';
import { TokenField } from '../parts/token-field.tsx';
import { Findings } from '../settings/examination.tsx';
import { Sample } from './sample.tsx';

const PEOPLE = ['Bo Lind', 'mia@example.org', 'nonsense'];
const FINDINGS: Finding[] = [
  { state: 'good', about: 'MX', text: 'Mail for example.com is taken.', fix: '' },
  { state: 'warning', about: 'DKIM', text: 'No key was found.', fix: 'k=rsa; p=MIGf…' },
  { state: 'bad', about: 'SPF', text: 'Nobody is said to send.', fix: 'v=spf1 mx ~all' },
];

/** What only messages with recipients need. */
export function Letters({ theme }: { theme: string }) {
  const [people, setPeople] = useState(PEOPLE);
  const [look, setLook] = useState<'text' | 'original'>('text');
  return (
    <>
      <Sample name="Recipients">
        <TokenField
          label={`To, ${theme}`}
          addLabel="Add a recipient"
          removeLabel={(name) => `Remove ${name}`}
          tokens={people.map((label) => ({
            label,
            problem: label === 'nonsense' ? 'This is not an address.' : null,
          }))}
          onAdd={(text) => setPeople([...people, text])}
          onRemove={(index) => setPeople(people.filter((_, at) => at !== index))}
        />
      </Sample>
      <Sample name="Letter">
        <p class="letter-doubt">
          <Icon name="alert" />
          <span>This may not be from alert@bank.example: its domain denies it.</span>
        </p>
        <div class="letter-look">
          <Segmented
            label={`How to show it, ${theme}`}
            segments={[
              { value: 'text', label: 'Text' },
              { value: 'original', label: 'Original' },
            ]}
            value={look}
            onChange={setLook}
          />
        </div>
      </Sample>
      <Sample name="Findings">
        <Findings findings={FINDINGS} />
      </Sample>
    </>
  );
}
