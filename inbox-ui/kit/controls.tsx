import { useState } from 'preact/hooks';
import { Button, type ButtonLook } from '../parts/button.tsx';
import { ConfirmDialog } from '../parts/dialog.tsx';
import { IconButton } from '../parts/icon-button.tsx';
import { ListBox } from '../parts/list-box.tsx';
import { Menu } from '../parts/menu.tsx';
import { SplitButton } from '../parts/split-button.tsx';
import { Switch } from '../parts/switch.tsx';
import { Tabs } from '../parts/tabs.tsx';
import { toast } from '../parts/toast.tsx';
import { Sample } from './sample.tsx';

const LOOKS: readonly ButtonLook[] = [
  'primary',
  'quiet',
  'plain',
  'danger',
  'danger-solid',
  'link',
];
const ITEMS = [
  { label: 'Send and done', keys: 'mod+shift+enter' },
  { label: 'Send and snooze', hint: 'Until tomorrow, 09:00' },
];

/** What one presses. `theme` keeps names of the two panels apart. */
export function Controls({ theme }: { theme: string }) {
  return (
    <>
      <Sample name="Button">
        {LOOKS.map((look) => (
          <Button key={look} look={look}>
            {look}
          </Button>
        ))}
        <Button look="primary" busy>
          busy
        </Button>
        <Button blocked="Only admins can do this. Ask Ana.">blocked</Button>
        <SplitButton moreLabel="More ways to send" items={ITEMS} onClick={() => undefined}>
          Send
        </SplitButton>
      </Sample>
      <Sample name="Icon button, menu">
        <IconButton icon="search" label="Search" keys="/" />
        <IconButton icon="panel" label="Details" pressed />
        <IconButton icon="trash" label="Delete" blocked="Only admins can do this." />
        <Menu
          label="Actions"
          items={[
            { heading: 'Heading' },
            ...ITEMS,
            { separator: true },
            { label: 'Delete', danger: true },
          ]}
          trigger={(attributes) => (
            <button {...attributes} type="button" class="button button-quiet">
              Menu
            </button>
          )}
        />
      </Sample>
      <Choices theme={theme} />
      <Overlays />
    </>
  );
}

function Choices({ theme }: { theme: string }) {
  const [tab, setTab] = useState<'reply' | 'note'>('reply');
  const [on, setOn] = useState(true);
  const [chosen, setChosen] = useState('Bo');
  return (
    <Sample name="Tabs, switch, list">
      <Tabs
        label={`Kind, ${theme}`}
        tabs={[
          { id: 'reply', label: 'Reply' },
          { id: 'note', label: 'Note' },
        ]}
        selected={tab}
        panel={`kit-panel-${theme}`}
        onSelect={setTab}
      />
      <p id={`kit-panel-${theme}`} role="tabpanel" aria-label={tab}>
        {tab}
      </p>
      <Switch label="Sound" help="One short tone." checked={on} onChange={setOn} />
      <ListBox
        label={`People, ${theme}`}
        items={['Ana', 'Bo', 'Chen']}
        idOf={(name) => name}
        selected={chosen}
        onSelect={setChosen}
      >
        {(name) => name}
      </ListBox>
    </Sample>
  );
}

function Overlays() {
  const [asking, setAsking] = useState(false);
  const close = () => setAsking(false);
  return (
    <Sample name="Dialog, toast">
      <Button onClick={() => setAsking(true)}>Ask</Button>
      <Button onClick={() => toast({ text: 'Marked as done.', undo: () => undefined })}>
        Toast
      </Button>
      {asking && (
        <ConfirmDialog title="Remove Bo?" action="Remove" onConfirm={close} onClose={close}>
          <p>Bo is logged out everywhere.</p>
        </ConfirmDialog>
      )}
    </Sample>
  );
}
