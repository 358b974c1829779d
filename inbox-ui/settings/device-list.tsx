import { useState } from 'preact/hooks';
import type { Device, Devices } from '../../server/wire/devices.ts';
import { api } from '../api.ts';
import { isPushed, wantPush } from '../inbox/notices/push.ts';
import { Button } from '../parts/button.tsx';
import { useResource } from '../parts/resource.tsx';
import { Tag } from '../parts/small.tsx';
import { toast } from '../parts/toast.tsx';
import { describe } from '../words/errors.ts';
import { date, relative } from '../words/format.ts';
import { now } from '../words/now.ts';
import { words } from '../words/words.ts';

/** The browsers that notices are pushed to. */
export function DeviceList() {
  const { notices } = words.value.settings;
  const { value, reload } = useResource<Devices>('devices', isPushed.value);
  if (!value || value.data.length === 0) return null;
  return (
    <section class="devices" aria-label={notices.devices}>
      <p class="field-label" aria-hidden="true">
        {notices.devices}
      </p>
      <ul>
        {value.data.map((device) => (
          <DeviceRow key={device.id} device={device} onChange={reload} />
        ))}
      </ul>
    </section>
  );
}

function DeviceRow({ device, onChange }: { device: Device; onChange: () => void }) {
  const { notices } = words.value.settings;
  const [busy, setBusy] = useState(false);
  const work = async (task: () => Promise<string | null>) => {
    setBusy(true);
    const text = await task();
    setBusy(false);
    if (text) toast({ text });
    onChange();
  };
  return (
    <li class="device">
      <div class="row-main">
        <p class="row-title">
          {device.name} {device.current && <Tag tone="accent">{notices.thisDevice}</Tag>}
        </p>
        <p class="row-detail">{history(device)}</p>
      </div>
      <Button
        busy={busy}
        label={`${notices.try}: ${device.name}`}
        onClick={() => work(() => tryOut(device))}
      >
        {notices.try}
      </Button>
      <Button
        busy={busy}
        label={`${notices.remove}: ${device.name}`}
        onClick={() => work(() => remove(device))}
      >
        {notices.remove}
      </Button>
    </li>
  );
}

async function tryOut({ id }: Device): Promise<string> {
  const { notices } = words.peek().settings;
  const answer = await api.post(`devices/${id}/notices`, {});
  if (answer.ok) return notices.tried;
  const { code, status } = answer.error;
  if (code === 'gone') return notices.gone;
  return status === 503 && code === 'unavailable' ? notices.notTaken : describe(answer.error);
}

/** This browser stops by itself, too. */
async function remove({ id, current, name }: Device): Promise<string> {
  const { notices } = words.peek().settings;
  if (current && isPushed.peek()) {
    const problem = await wantPush(false);
    return problem && typeof problem !== 'string' ? describe(problem) : notices.removed(name);
  }
  const answer = await api.remove(`devices/${id}`);
  return answer.ok ? notices.removed(name) : describe(answer.error);
}

function history({ createdAt, pushedAt, problem }: Device): string {
  const { notices } = words.value.settings;
  const said = pushedAt === null ? notices.never : notices.last(relative(pushedAt, now.value));
  const how = problem === null ? said : problem === 0 ? notices.unreached : notices.failed(problem);
  return `${notices.since(date(createdAt))} · ${how}`;
}
