import { useState } from 'preact/hooks';
import { Combobox } from '../parts/combobox.tsx';
import { CopyField } from '../parts/copy-field.tsx';
import { SelectField } from '../parts/select-field.tsx';
import { TextField } from '../parts/text-field.tsx';
import { Sample } from './sample.tsx';

const PEOPLE = [
  { id: 'ana', label: 'Ana Kovač', detail: 'ana@example.com' },
  { id: 'bo', label: 'Bo Lindqvist', detail: 'bo@example.com' },
  { id: 'chen', label: '陈思远', detail: 'chen@example.com' },
];

/** What one fills in. */
export function Fields({ theme }: { theme: string }) {
  const [text, setText] = useState('Chat with us');
  const [role, setRole] = useState<'admin' | 'agent'>('agent');
  const [person, setPerson] = useState('bo');
  return (
    <Sample name="Fields">
      <TextField label="Title" help="Stands at the top." value={text} onInput={setText} />
      <TextField
        label="E-mail"
        error="This is not an e-mail address."
        value="ana@"
        onInput={setText}
      />
      <TextField label="Password" type="password" value={text} onInput={setText} optional />
      <TextField label="Websites" lines={2} value={text} onInput={setText} />
      <TextField label="Fixed" value="cannot be changed" onInput={setText} readOnly />
      <SelectField
        label="Role"
        value={role}
        choices={[
          { value: 'agent', label: 'Agent' },
          { value: 'admin', label: 'Admin' },
        ]}
        onChange={setRole}
      />
      <Combobox
        label={`Colleague, ${theme}`}
        options={PEOPLE}
        selected={person}
        onSelect={setPerson}
      />
      <CopyField label="Address" value="https://example.com/hook" help="Copied with one press." />
    </Sample>
  );
}
