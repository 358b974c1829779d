import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { AdapterInfo, CreatedChannel } from '../../server/wire/channels.ts';
import { CopyField } from '../parts/copy-field.tsx';
import { words } from '../words/words.ts';

type Secret = { label: string; help: string; value: string };
type Remembered = { channelId: string; secrets: Secret[] };

/** Only in memory, and only until its page is left. */
const remembered = signal<Remembered | null>(null);

/** Keep what was generated for a channel just made. */
export function rememberSecrets(channel: CreatedChannel, adapter: AdapterInfo): void {
  const secrets = adapter.settings.flatMap(({ key, label, help }) => {
    const value = channel.generated[key];
    return value === undefined ? [] : [{ label, help, value }];
  });
  remembered.value = secrets.length > 0 ? { channelId: channel.id, secrets } : null;
}

/** The generated secrets, this once. */
export function SecretsOnce({ channelId }: { channelId: string }) {
  const { channels } = words.value.settings;
  useEffect(
    () => () => {
      remembered.value = null;
    },
    [],
  );
  if (remembered.value?.channelId !== channelId) return null;
  return (
    <section class="secrets">
      <h2>{channels.secretsTitle}</h2>
      <p>{channels.secretsText}</p>
      {remembered.value.secrets.map(({ label, help, value }) => (
        <CopyField key={label} label={label} value={value} help={help} />
      ))}
    </section>
  );
}
