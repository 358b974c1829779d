import { useState } from 'preact/hooks';
import type { AdapterInfo, Channel, SettingField } from '../../server/wire/channels.ts';
import { api } from '../api.ts';
import { Button } from '../parts/button.tsx';
import { Card } from '../parts/card.tsx';
import { FormFailure, useForm } from '../parts/form.tsx';
import { TextField } from '../parts/text-field.tsx';
import { words } from '../words/words.ts';
import { partsOf } from './field-order.ts';
import { FindSettings } from './find-settings.tsx';
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
        <Fields adapter={adapter} channel={channel} form={form} />
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

type FieldsProps = {
  adapter: AdapterInfo;
  channel: Channel | null;
  form: Pick<ReturnType<typeof useForm<string, Channel>>, 'values' | 'field' | 'set'>;
};

/** What matters first; where the rest can be found out, the way to do so; the rest folded. */
function Fields({ adapter, channel, form }: FieldsProps) {
  const { connecting, channels } = words.value.settings;
  const [found, setFound] = useState<ReadonlySet<string>>(new Set());
  const [open, setOpen] = useState(false);
  const { first, more } = partsOf(adapter, channel, found);
  const required = first.filter((field) => field.required);
  const finds = channel === null && adapter.suggests;
  const take = (settings: Record<string, string>) => {
    for (const [key, value] of Object.entries(settings)) form.set(key, value);
    setFound(new Set(Object.keys(settings)));
    if (Object.keys(settings).length === 0) setOpen(true);
  };
  const control = (field: SettingField) => (
    <SettingControl
      key={field.key}
      {...form.field(field.key)}
      field={field}
      kept={channel?.settings[field.key] ?? null}
    />
  );
  const hasError = more.some(({ key }) => form.field(key).error);
  return (
    <>
      {required.map(control)}
      {finds && (
        <FindSettings
          adapter={adapter}
          entered={() => enteredOf(adapter, form.values)}
          blocked={missing(required, form.values) ? channels.fillFirst : null}
          onFound={take}
        />
      )}
      {first.filter((field) => !field.required).map(control)}
      {more.length > 0 && (
        <details
          class="more-settings"
          open={open || hasError}
          onToggle={(event) => setOpen(event.currentTarget.open)}
        >
          <summary>{connecting.more}</summary>
          <p class="field-help">{connecting.moreHelp}</p>
          <div class="stack">{more.map(control)}</div>
        </details>
      )}
    </>
  );
}

function missing(fields: SettingField[], values: Record<string, string>): boolean {
  return fields.some(({ key }) => (values[key] ?? '').trim() === '');
}

/** Secrets are for the servers, not for finding them. */
function enteredOf({ settings }: AdapterInfo, values: Record<string, string>) {
  const open = settings.filter(({ secret }) => !secret);
  return Object.fromEntries(open.map(({ key }): [string, string] => [key, values[key] ?? '']));
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
