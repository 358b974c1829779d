import { useState } from 'preact/hooks';
import type { ApiError } from '../api.ts';
import { Button, type ButtonLook } from '../parts/button.tsx';
import { Card } from '../parts/card.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { FormFailure } from '../parts/form.tsx';
import { ICON_NAMES, Icon } from '../parts/icon.tsx';
import { IconMenu } from '../parts/icon-menu.tsx';
import { Loaded, type Resource } from '../parts/resource.tsx';
import { Segmented } from '../parts/segmented.tsx';
import { SideSheet } from '../parts/side-sheet.tsx';
import { Switch } from '../parts/switch.tsx';
import { TimeField } from '../parts/time-field.tsx';
import { Sample } from './sample.tsx';

const LOOKS: readonly ButtonLook[] = ['primary', 'quiet', 'plain', 'danger', 'danger-solid'];
const nothing = () => undefined;
const OFFLINE: ApiError = { status: 0, code: 'offline', detail: '', retryAfter: null };
const resource = (value: string | null, error: ApiError | null): Resource<string> => ({
  ...{ value, error, reload: nothing, set: nothing },
});

/** The parts in the states that seldom meet the eye: focused, under way, off, failed, not there yet. */
export function States({ theme }: { theme: string }) {
  return (
    <>
      <Sample name="Focus">
        <div class="kit-row kit-focus">
          {LOOKS.map((look) => (
            <Button key={look} look={look}>
              {look}
            </Button>
          ))}
        </div>
      </Sample>
      <Sample name="Under way, and not allowed">
        {LOOKS.map((look) => (
          <Button key={look} look={look} busy>
            {look}
          </Button>
        ))}
        {LOOKS.map((look) => (
          <Button key={look} look={look} blocked="Only admins can do this.">
            {look}
          </Button>
        ))}
      </Sample>
      <Choices theme={theme} />
      <Loading theme={theme} />
      <Layers />
      <Sample name="Icons">
        {ICON_NAMES.map((name) => (
          <Icon key={name} name={name} size={20} />
        ))}
      </Sample>
    </>
  );
}

function Choices({ theme }: { theme: string }) {
  const [density, setDensity] = useState<'wide' | 'tight'>('wide');
  const [time, setTime] = useState('08:30');
  return (
    <Sample name="Switch off and disabled, strip, time, menu of an icon">
      <Switch label={`Off, ${theme}`} checked={false} onChange={nothing} />
      <Switch
        label={`Cannot be had, ${theme}`}
        help="Why not."
        checked
        disabled
        onChange={nothing}
      />
      <Segmented
        label={`Density, ${theme}`}
        segments={[
          { value: 'wide', label: 'Wide' },
          { value: 'tight', label: 'Tight' },
        ]}
        value={density}
        onChange={setDensity}
      />
      <TimeField label={`From, ${theme}`} value={time} onChange={setTime} />
      <IconMenu
        label={`More, ${theme}`}
        items={[
          { label: 'Chosen', checked: true, onPick: nothing },
          { label: 'Not allowed', blocked: 'Only admins can do this.' },
        ]}
      />
    </Sample>
  );
}

/** Something read from the server: on its way, there, not to be had. */
function Loading({ theme }: { theme: string }) {
  return (
    <Sample name="Loading, loaded, failed">
      <Card title={`On its way, ${theme}`}>
        <Loaded resource={resource(null, null)} lines={2}>
          {(text) => <p>{text}</p>}
        </Loaded>
      </Card>
      <Card
        title={`There, ${theme}`}
        lead="With a word about it."
        actions={<Button>Change</Button>}
      >
        <Loaded resource={resource('What was read.', null)}>{(text) => <p>{text}</p>}</Loaded>
      </Card>
      <Card title={`Not to be had, ${theme}`}>
        <Loaded resource={resource(null, OFFLINE)}>{(text) => <p>{text}</p>}</Loaded>
        <FormFailure error={OFFLINE} />
      </Card>
    </Sample>
  );
}

function Layers() {
  const [open, setOpen] = useState<'dialog' | 'start' | 'end' | null>(null);
  const close = () => setOpen(null);
  return (
    <Sample name="Dialog and sheets">
      <Button onClick={() => setOpen('dialog')}>Dialog</Button>
      <Button onClick={() => setOpen('start')}>Sheet at the start</Button>
      <Button onClick={() => setOpen('end')}>Sheet at the end</Button>
      {open === 'dialog' && (
        <Dialog title="A dialog" onClose={close}>
          <p>Esc leaves it.</p>
        </Dialog>
      )}
      {(open === 'start' || open === 'end') && (
        <SideSheet label="A sheet" side={open} onClose={close}>
          <p class="kit-panel">Esc leaves it.</p>
        </SideSheet>
      )}
    </Sample>
  );
}
