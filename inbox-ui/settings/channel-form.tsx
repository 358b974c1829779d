import type { AdapterInfo, Channel } from '../../server/wire/channels.ts';
import { api } from '../api.ts';
import { Button } from '../parts/button.tsx';
import { Card } from '../parts/card.tsx';
import { FormFailure, useForm } from '../parts/form.tsx';
import { TextField } from '../parts/text-field.tsx';
import { words } from '../words/words.ts';
import { SettingControl } from './setting-control.tsx';

/** No adapter may call a setting this: it is the channel's own name. */
const NAME = ' name';

type Props<Saved extends Channel> = {
  adapter: AdapterInfo;
  /** null: one is being made. */
  channel: Channel | null;
  action: string;
  blocked?: string | null;
  onSaved: (channel: Saved) => void;
};

/** The connect form: nothing in it but what the adapter declares. */
export function ChannelForm<Saved extends Channel>(props: Props<Saved>) {
  const { adapter, channel, action, blocked, onSaved } = props;
  const { channels } = words.value.settings;
  const form = useForm<string, Saved>({
    initial: initialValues(adapter, channel),
    check: (values) => check(adapter, channel, values),
    send: (values) => save<Saved>(adapter, channel, values),
    done: onSaved,
  });
  return (
    <Card title={channels.settings}>
      <form ref={form.form} class="stack" noValidate onSubmit={form.submit}>
        <TextField
          {...form.field(NAME)}
          label={channels.name}
          help={channels.nameHelp}
          maxLength={100}
          focusFirst={channel === null}
        />
        {adapter.settings.map((field) => (
          <SettingControl
            key={field.key}
            {...form.field(field.key)}
            field={field}
            kept={channel?.settings[field.key] ?? null}
          />
        ))}
        <FormFailure error={form.failure} />
        <div class="form-actions">
          <Button look="primary" type="submit" busy={form.busy} blocked={blocked}>
            {action}
          </Button>
        </div>
      </form>
    </Card>
  );
}

/** Secrets are never shown again: their fields begin empty, and empty means "as it is". */
function initialValues(adapter: AdapterInfo, channel: Channel | null): Record<string, string> {
  const values = adapter.settings.map((field): [string, string] => {
    const known = channel ? channel.settings[field.key] : field.default;
    return [field.key, field.secret ? '' : (known ?? '')];
  });
  return { [NAME]: channel?.name ?? adapter.name, ...Object.fromEntries(values) };
}

function check(adapter: AdapterInfo, channel: Channel | null, values: Record<string, string>) {
  const { required } = words.value.common;
  const empty = (key: string) => (values[key] ?? '').trim() === '';
  const missing = adapter.settings
    .filter((field) => field.required && !field.generate && !(field.secret && channel))
    .filter(({ key }) => empty(key))
    .map(({ key }): [string, string] => [key, required]);
  return { ...Object.fromEntries(missing), [NAME]: empty(NAME) ? required : null };
}

function save<Saved>(
  adapter: AdapterInfo,
  channel: Channel | null,
  values: Record<string, string>,
) {
  const name = (values[NAME] ?? '').trim();
  const entered = adapter.settings
    .filter(({ key, secret, generate }) => !((secret || generate) && values[key] === ''))
    .map(({ key }): [string, string] => [key, values[key] ?? '']);
  const settings = Object.fromEntries(entered);
  return channel
    ? api.patch<Saved>(`channels/${channel.id}`, { name, settings })
    : api.post<Saved>('channels', { adapter: adapter.id, name, settings });
}
