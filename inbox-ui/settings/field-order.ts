/** Which settings one sees first: a long form begins with what must be filled in, the rest is folded away. */
import type { AdapterInfo, Channel, SettingField } from '../../server/wire/channels.ts';

/** Shorter forms are shown whole. */
const FEW = 6;

export type Parts = { first: SettingField[]; more: SettingField[] };

/**
 * First comes what is required, what one logs in with (the first secret), what was found out, and what already
 * differs from the default.
 */
export function partsOf(
  { settings }: AdapterInfo,
  channel: Channel | null,
  found: ReadonlySet<string>,
): Parts {
  if (settings.length <= FEW) return { first: [...settings], more: [] };
  const login = settings.find(({ secret, generate }) => secret && !generate)?.key;
  const isFirst = (field: SettingField) =>
    field.required || field.key === login || found.has(field.key) || isSet(field, channel);
  return {
    first: settings.filter(isFirst),
    more: settings.filter((field) => !isFirst(field)),
  };
}

function isSet({ key, default: usual = '' }: SettingField, channel: Channel | null): boolean {
  const value = channel?.settings[key] ?? '';
  return value !== '' && value !== usual;
}
