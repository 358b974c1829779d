/** A channel's settings: checked against what its adapter declares, secrets encrypted at rest. */
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import type { Adapter, SettingField, Settings } from '../../adapters/adapter.ts';
import { clean } from '../events/text.ts';
import { Refusal } from '../wire/problems.ts';
import type { ChannelRow } from './access.ts';

/** Seals and opens secrets. AES-256-GCM; workspace and place are bound in, so a moved ciphertext does not open. */
export type Vault = {
  /** Where the world finds this installation; some platforms sign the address they ask. */
  publicUrl: string;
  seal(secrets: Record<string, string>, place: Place): Uint8Array;
  open(sealed: Uint8Array, place: Place): Record<string, string>;
};

/** A channel's own secrets, the key that notices are pushed with, or what a mail is still to say. */
type Place = { workspaceId: string } & ({ channelId: string } | { of: 'push' | 'mail' });

/** @param masterKey SECRET_KEY or the generated one; the sealing key is derived from it (HKDF, RFC 5869). */
export function createVault(masterKey: string, publicUrl: string): Vault {
  const key = Buffer.from(hkdfSync('sha256', masterKey, '', 'interline channel secrets', 32));
  const keyId = createHash('sha256').update(key).digest().subarray(0, 4);
  return {
    publicUrl,
    seal(secrets, place) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(bind(place));
      const body = Buffer.concat([cipher.update(JSON.stringify(secrets), 'utf8'), cipher.final()]);
      return Buffer.concat([keyId, nonce, cipher.getAuthTag(), body]);
    },
    open(sealed, place) {
      const bytes = Buffer.from(sealed);
      if (!bytes.subarray(0, 4).equals(keyId)) {
        throw new Error('The secrets were sealed with another SECRET_KEY.');
      }
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(4, 16));
      decipher.setAAD(bind(place)).setAuthTag(bytes.subarray(16, 32));
      return JSON.parse(
        decipher.update(bytes.subarray(32), undefined, 'utf8') + decipher.final('utf8'),
      );
    },
  };
}

const bind = ({ workspaceId, ...place }: Place) =>
  Buffer.from(
    'of' in place
      ? `${place.of}.secrets\n${workspaceId}`
      : `channels.secrets\n${workspaceId}\n${place.channelId}`,
  );

/** All settings of a channel, secrets in the clear: for its adapter, never for an answer. */
export function openSettings(vault: Vault, channel: ChannelRow): Settings {
  const place = { workspaceId: channel.workspaceId, channelId: channel.id };
  const secrets = vault.open(channel.secrets, place);
  const webhookUrl = `${vault.publicUrl}/channels/${channel.id}/webhook`;
  return { ...channel.settings, ...secrets, channelId: channel.id, webhookUrl };
}

export type CheckedSettings = {
  open: Record<string, string>;
  secret: Record<string, string>;
  /** Secrets that were made here, to be shown once. */
  generated: Record<string, string>;
};

/**
 * Checks entered values against the adapter's declaration; unknown keys are refused.
 * @param before the channel's present settings when it is changed: a field left out keeps its value
 * @throws Refusal invalid, naming the field
 */
export function checkSettings(
  adapter: Adapter,
  entered: Record<string, string>,
  before?: Settings,
): CheckedSettings {
  refuseUnknown(adapter, entered);
  const checked: CheckedSettings = { open: {}, secret: {}, generated: {} };
  for (const field of adapter.settings) {
    const given = Object.hasOwn(entered, field.key) ? entered[field.key] : undefined;
    const value = checkValue(field, given ?? before?.[field.key]);
    const made = value === '' && field.generate ? randomBytes(32).toString('base64url') : '';
    if (made) checked.generated[field.key] = made;
    const drawer = field.secret ? checked.secret : checked.open;
    drawer[field.key] = made || value;
  }
  return checked;
}

function refuseUnknown(adapter: Adapter, entered: Record<string, string>): void {
  for (const key of Object.keys(entered)) {
    if (adapter.settings.some((field) => field.key === key)) continue;
    throw new Refusal('invalid', `settings.${key}: there is no such setting.`);
  }
}

function checkValue(field: SettingField, given: string | undefined): string {
  const value = clean(given ?? field.default ?? '').trim();
  const complaint = value === '' ? whyEmpty(field) : whyWrong(field, value);
  if (complaint) throw new Refusal('invalid', `settings.${field.key}: ${complaint}`);
  return value;
}

const whyEmpty = (field: SettingField) =>
  field.required && !field.generate ? `${field.label.en} is required.` : null;

function whyWrong(field: SettingField, value: string): string | null {
  if (field.type === 'switch' && value !== 'on' && value !== 'off') return 'on or off.';
  if (field.choices?.every((choice) => choice.value !== value)) {
    return `one of ${field.choices.map((choice) => choice.value).join(', ')}.`;
  }
  const fits = !field.pattern || new RegExp(`^(?:${field.pattern})$`, 'u').test(value);
  return fits ? null : field.help.en;
}
