/** What adapters declare about themselves, in the language of whoever reads it. */
import type { Adapter, SettingField } from '../../adapters/adapter.ts';
import type { Catalogue } from '../events/scope.ts';
import type { AdapterInfo } from '../wire/channels.ts';
import type { Locale } from '../wire/people.ts';

/** A kind of channel, for those who want to connect one. */
export function introduce(adapter: Adapter, locale: Locale): AdapterInfo {
  const { id, name, mark, summary, causes = [], capabilities } = adapter;
  const fields = adapter.settings.filter((field) => !field.hidden);
  return {
    id,
    name: name[locale],
    mark,
    summary: summary[locale],
    causes: causes.map((cause) => cause[locale]),
    settings: fields.map((field) => fieldIn(field, locale)),
    capabilities: { ...capabilities },
    embeddable: isEmbeddable(adapter),
    suggests: adapter.suggest !== undefined,
    examines: adapter.examine !== undefined,
    connects: adapter.connect !== undefined,
  };
}

/** People connect to it by our own widget. */
export const isEmbeddable = ({ capabilities }: Adapter): boolean =>
  capabilities.inbound === 'connection';

/** What a kind of identity is called; one that no adapter declares any more goes by its technical name. */
export function nameOfKind(catalogue: Catalogue, kind: string, locale: Locale): string {
  for (const { identities } of catalogue.values()) {
    const name = Object.hasOwn(identities, kind) && identities[kind];
    if (name) return name[locale];
  }
  return kind;
}

function fieldIn(field: SettingField, locale: Locale): AdapterInfo['settings'][number] {
  const { hidden, pattern, choices, label, help, ...rest } = field;
  return {
    ...rest,
    label: label[locale],
    help: help[locale],
    ...(choices && {
      choices: choices.map((choice) => ({ value: choice.value, label: choice.label[locale] })),
    }),
  };
}
