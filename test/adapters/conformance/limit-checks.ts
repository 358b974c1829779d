/** What a channel cannot carry must not be said to be sent. */
import assert from 'node:assert/strict';
import type { Capabilities } from '../../../adapters/capabilities.ts';
import { ChannelError } from '../../../adapters/errors.ts';
import type { OutboundAttachment, OutboundMessage } from '../../../adapters/message.ts';
import { asRecorded, messageOf, outcomeOfSend, type Platform, platform } from './platform.ts';
import type { Check, Subject } from './subject.ts';

export const limitChecks: Check[] = [
  { name: 'text up to the limit is sent', skippable: false, run: sendsFullLength },
  { name: 'over-long text is split or refused as declared', skippable: false, run: minds },
  { name: 'a file the channel cannot carry is refused', skippable: false, run: refusesFiles },
];

async function sendsFullLength(subject: Subject) {
  const message = { ...sample(subject), text: longest(subject.adapter.capabilities.text) };
  const outcome = await outcomeOfSend(subject, message, patient(subject));
  assert.ok(!(outcome instanceof Error), `a text of full length was not sent: ${outcome}`);
}

async function minds(subject: Subject) {
  const { text: limit } = subject.adapter.capabilities;
  if (limit.overlong === 'split') return splits(subject);
  const text = `${longest(limit)}${widest(limit)}`;
  await refuses(subject, { ...sample(subject), text }, 'text over the limit');
}

async function refusesFiles(subject: Subject) {
  const { attachments: limit } = subject.adapter.capabilities;
  const type = limit?.types[0]?.replace('*', 'png') ?? 'image/png';
  const tooMany = Array.from({ length: (limit?.maxCount ?? 0) + 1 }, () => file(type, 1));
  await refuses(subject, { ...sample(subject), attachments: tooMany }, 'too many files');
  const tooBig = [file(type, (limit?.maxBytes ?? 0) + 1)];
  await refuses(subject, { ...sample(subject), attachments: tooBig }, 'a file too big');
  const odd = [file(strange(limit?.types ?? []), 1)];
  await refuses(subject, { ...sample(subject), attachments: odd }, 'a file of a strange type');
}

async function splits(subject: Subject) {
  const { text: limit } = subject.adapter.capabilities;
  const words = Array.from({ length: limit.max }, (_, index) => `word${index}`);
  const stage = patient(subject);
  const message = { ...sample(subject), text: words.join(' ') };
  await outcomeOfSend(subject, message, stage);
  const said = stage.asked.map(({ body }) => body).join(' ');
  assert.ok(stage.asked.length > 1, 'it declares to split, but makes one call');
  const lost = words.filter((word) => !new RegExp(`\\b${word}\\b`).test(said));
  assert.deepEqual(lost, [], 'words were lost in splitting');
}

async function refuses(subject: Subject, message: OutboundMessage, what: string) {
  const stage = patient(subject);
  const outcome = await outcomeOfSend(subject, message, stage);
  assert.ok(outcome instanceof ChannelError, `${what}: send must refuse it`);
  assert.equal(outcome.kind, 'rejected', `${what}: it will never work`);
  assert.equal(stage.asked.length, 0, `${what}: nothing of it may be sent`);
}

/** A platform that takes anything, as often as it is asked. */
function patient(subject: Subject): Platform {
  const calls = subject.outbound.find(({ result }) => result)?.calls ?? [];
  const [last] = calls.slice(-1);
  if (!last) return platform([]);
  const forEver = Array.from({ length: 1000 }, () => last);
  return platform([...calls, ...forEver].map((call) => () => asRecorded(call)));
}

function sample(subject: Subject): OutboundMessage {
  const fixture = subject.outbound.find(({ result }) => result);
  if (!fixture) throw new Error('no outbound fixture has a result');
  return { ...messageOf(fixture), attachments: [] };
}

/** A text exactly as long as allowed, of the characters that show a wrong way of counting. */
function longest(limit: Capabilities['text']): string {
  const sign = widest(limit);
  const each = limit.countedAs === 'characters' ? 1 : 2;
  return sign.repeat(Math.floor(limit.max / each)) + 'x'.repeat(limit.max % each);
}

/** One character that is two UTF-16 units; for bytes, one that is two bytes. */
function widest({ countedAs }: Capabilities['text']): string {
  return countedAs === 'utf8-bytes' ? 'é' : '😀';
}

/** A type that is not declared, of a family that is none where whole families are. */
function strange(declared: readonly string[]): string {
  return declared.includes('application/*') ? 'x-none/such' : 'application/x-no-such-type';
}

function file(type: string, size: number): OutboundAttachment {
  const link = () => 'https://files.example/file-1';
  return {
    id: 'file-1',
    name: 'file',
    type,
    size,
    read: async () => new Blob([new Uint8Array(size)]),
    link,
  };
}
