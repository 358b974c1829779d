/** The declaration is the connect form: it must make one that can be filled in. */
import assert from 'node:assert/strict';
import type { SettingField } from '../../../adapters/adapter.ts';
import type { Check, Subject } from './subject.ts';

export const settingsChecks: Check[] = [
  { name: 'it says who it is', skippable: false, run: introducesItself },
  { name: 'its settings make a form', skippable: false, run: makesForm },
  { name: 'its test channels could be saved', skippable: false, run: fitsTestChannels },
];

function introducesItself({ adapter }: Subject) {
  assert.match(adapter.id, /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'id: kebab-case, like the folder');
  assert.match(adapter.name, /\S/, 'name');
  assert.match(adapter.mark, /^[A-Z][a-z]$/, 'mark: two letters, like “Em”');
  assert.match(adapter.summary, /^\S.*\.$/, 'summary: one sentence');
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
  assert.match(label, /\S/, `${key}: label`);
  assert.match(help, /^\S.*\.$/, `${key}: help is a sentence`);
  assert.ok(!generate || secret, `${key}: only a secret can be generated`);
  assert.ok(!hidden || generate, `${key}: what is hidden must be generated`);
  assert.ok(!secret || field.default === undefined, `${key}: a secret everybody knows is none`);
  assert.ok(!secret || field.type === 'text', `${key}: a secret is a text`);
  const filled = generate === true || field.default !== undefined;
  assert.ok(!(required && filled), `${key}: what is filled in when left empty is not required`);
  assert.ok(field.pattern === undefined || field.type === 'text', `${key}: patterns are for text`);
  if (field.default !== undefined) assertValue(field, field.default);
}

function assertValue({ key, type, pattern }: SettingField, value: string) {
  if (type === 'switch') assert.match(value, /^(on|off)$/, `${key}: on or off`);
  if (type === 'text') assert.ok(!value.includes('\n'), `${key}: one line`);
  if (pattern) assert.match(value, new RegExp(`^(?:${pattern})$`), `${key}: its own pattern`);
}
