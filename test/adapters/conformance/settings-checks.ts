/** The declaration is the connect form: it must make one that can be filled in. */
import assert from 'node:assert/strict';
import type { SettingField, Wording } from '../../../adapters/adapter.ts';
import type { Check, Subject } from './subject.ts';

export const settingsChecks: Check[] = [
  { name: 'it says who it is', skippable: false, run: introducesItself },
  { name: 'its people’s addresses have names', skippable: false, run: namesAddresses },
  { name: 'its settings make a form', skippable: false, run: makesForm },
  { name: 'its test channels could be saved', skippable: false, run: fitsTestChannels },
];

function introducesItself({ adapter }: Subject) {
  assert.match(adapter.id, /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'id: kebab-case, like the folder');
  assertNamed(adapter.name, 'name');
  assert.match(adapter.mark, /^[A-Z][a-z]$/, 'mark: two letters, like “Em”');
  assertSentence(adapter.summary, 'summary');
  for (const cause of adapter.causes ?? []) assertSentence(cause, 'causes');
}

/** What it calls a kind of identity, some fixture shows, and the other way round. */
function namesAddresses({ adapter, inbound }: Subject) {
  for (const [kind, name] of Object.entries(adapter.identities)) assertNamed(name, kind);
  const shown = new Set(inbound.flatMap(({ events = [] }) => kindsIn(events)));
  assert.deepEqual(Object.keys(adapter.identities).sort(), [...shown].sort(), 'identities');
}

/** Identities are known by their three parts, wherever in an event they stand. */
function kindsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const deeper = Object.values(value).flatMap(kindsIn);
  const whole = 'kind' in value && 'scope' in value && 'value' in value;
  return whole ? [String(value.kind), ...deeper] : deeper;
}

function makesForm({ adapter }: Subject) {
  const keys = adapter.settings.map(({ key }) => key);
  assert.equal(new Set(keys).size, keys.length, 'two settings have one key');
  for (const given of ['channelId', 'webhookUrl']) {
    assert.ok(!keys.includes(given), `${given} is given, not asked`);
  }
  for (const field of adapter.settings) assertField(field);
}

function fitsTestChannels({ adapter, profile }: Subject) {
  const declared = [...adapter.settings.map(({ key }) => key), 'channelId'].sort();
  for (const settings of [profile.settings, profile.otherSettings]) {
    const { webhookUrl: _, ...written } = settings;
    assert.deepEqual(Object.keys(written).sort(), declared, 'conformance.json: other settings');
    for (const field of adapter.settings) assertValue(field, settings[field.key] ?? '');
  }
  assert.notEqual(profile.settings.channelId, profile.otherSettings.channelId, 'channelId');
  assert.ok(!Number.isNaN(Date.parse(profile.now)), 'conformance.json: now is no date');
}

function assertField(field: SettingField) {
  const { key, label, help, secret, generate, hidden, required } = field;
  assert.match(key, /^[a-z][A-Za-z0-9]*$/, `${key}: camelCase`);
  assertNamed(label, `${key}: label`);
  assertSentence(help, `${key}: help`);
  assertChoices(field);
  assert.ok(!generate || secret, `${key}: only a secret can be generated`);
  assert.ok(!hidden || generate, `${key}: what is hidden must be generated`);
  assert.ok(!secret || field.default === undefined, `${key}: a secret everybody knows is none`);
  assert.ok(!secret || field.type === 'text', `${key}: a secret is a text`);
  const filled = generate === true || field.default !== undefined;
  assert.ok(!(required && filled), `${key}: what is filled in when left empty is not required`);
  assert.ok(field.pattern === undefined || field.type === 'text', `${key}: patterns are for text`);
  if (field.default !== undefined) assertValue(field, field.default);
}

/** Names may be the same everywhere; brands are. */
function assertNamed(name: Wording, what: string) {
  for (const said of [name.en, name['zh-CN']]) assert.match(said, /\S/, what);
}

function assertSentence(sentence: Wording, what: string) {
  assert.match(sentence.en, /^\S.*\.$/s, `${what}: a sentence`);
  assert.match(sentence['zh-CN'], /\p{Script=Han}.*。$/su, `${what}: a sentence in Chinese, too`);
}

function assertChoices({ key, type, choices = [] }: SettingField) {
  assert.equal(type === 'choice', choices.length > 1, `${key}: a choice of several`);
  for (const { value, label } of choices) assertNamed(label, `${key}: ${value}`);
}

function assertValue({ key, type, pattern, choices }: SettingField, value: string) {
  if (choices)
    assert.ok(
      choices.some((one) => one.value === value),
      `${key}: one of its choices`,
    );
  if (type === 'switch') assert.match(value, /^(on|off)$/, `${key}: on or off`);
  if (type === 'text') assert.ok(!value.includes('\n'), `${key}: one line`);
  if (pattern) assert.match(value, new RegExp(`^(?:${pattern})$`), `${key}: its own pattern`);
}
