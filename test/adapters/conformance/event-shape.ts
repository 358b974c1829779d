/** Does an event keep to the contract, whatever TypeScript was told? */
import assert from 'node:assert/strict';
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import { asFixture } from '../../../adapters/fixtures.ts';

const strict = <Fields extends Type.TProperties>(fields: Fields) =>
  Type.Object(fields, { additionalProperties: false });

/** Keys go into unique indexes. */
const Key = Type.String({ minLength: 1, maxLength: 512 });
const Words = Type.String({ minLength: 1 });

const base = { externalId: Key, at: Type.Optional(Type.String()) };
const Identity = strict({
  kind: Key,
  scope: Type.String({ maxLength: 512 }),
  value: Key,
  raw: Type.Optional(Type.String()),
  verified: Type.Boolean(),
  name: Type.Optional(Type.String()),
  email: Type.Optional(Type.String()),
  aliases: Type.Optional(
    Type.Array(
      strict({
        kind: Key,
        scope: Type.String({ maxLength: 512 }),
        value: Key,
        raw: Type.Optional(Type.String()),
      }),
    ),
  ),
});
const Attachment = strict({
  name: Type.String(),
  type: Type.String(),
  size: Type.Optional(Type.Integer({ minimum: 0 })),
  source: Type.Union([
    strict({ content: Type.String() }),
    strict({ upload: Key }),
    strict({ remote: Words }),
  ]),
  contentId: Type.Optional(Words),
});
const Addressee = strict({ address: Type.String(), name: Type.String() });
const People = Type.Array(Addressee);
const Answer = Type.Union([
  strict({ proof: Type.Literal('token'), thread: Key }),
  strict({ proof: Type.Literal('reference'), reference: Words }),
]);

const SHAPES = {
  message: strict({
    ...base,
    type: Type.Literal('message'),
    from: Identity,
    thread: Key,
    text: Type.String(),
    attachments: Type.Optional(Type.Array(Attachment)),
    unsupported: Type.Optional(Words),
    context: Type.Optional(Words),
    quotes: Type.Optional(Key),
    subject: Type.Optional(Type.String()),
    answers: Type.Optional(Type.Array(Answer)),
    reference: Type.Optional(Words),
    addressing: Type.Optional(strict({ from: Addressee, replyTo: People, to: People, cc: People })),
    html: Type.Optional(Words),
    quoted: Type.Optional(Words),
    nudge: Type.Optional(Words),
    automatic: Type.Optional(
      Type.Union(['reply', 'notice', 'list'].map((kind) => Type.Literal(kind))),
    ),
    doubt: Type.Optional(Words),
    response: Type.Optional(
      Type.Union([
        strict({
          kind: Type.Literal('chosen'),
          of: Words,
          card: Type.Optional(Type.Integer({ minimum: 0 })),
          choice: Type.Integer({ minimum: 0 }),
        }),
        strict({
          kind: Type.Literal('filled'),
          of: Words,
          given: Type.Record(Type.String(), Type.String()),
        }),
      ]),
    ),
    forwardedFrom: Type.Optional(Addressee),
  }),
  echo: strict({
    ...base,
    type: Type.Literal('echo'),
    to: Identity,
    thread: Key,
    text: Type.String(),
    attachments: Type.Optional(Type.Array(Attachment)),
    unsupported: Type.Optional(Words),
  }),
  receipt: strict({
    ...base,
    type: Type.Literal('receipt'),
    messageExternalId: Key,
    messageId: Type.Optional(Words),
    status: Type.Union(['delivered', 'read', 'failed'].map((status) => Type.Literal(status))),
    thread: Type.Optional(Key),
    reason: Type.Optional(Words),
    recipient: Type.Optional(Words),
  }),
  watermark: strict({
    ...base,
    type: Type.Literal('watermark'),
    thread: Key,
    status: Type.Union(['delivered', 'read'].map((status) => Type.Literal(status))),
    upTo: Type.String(),
  }),
  consent: strict({
    ...base,
    type: Type.Literal('consent'),
    who: strict({ kind: Key, scope: Type.String({ maxLength: 512 }), value: Key }),
    allowed: Type.Boolean(),
    about: Type.Optional(Type.Literal('marketing')),
    reason: Words,
    aboutExternalId: Type.Optional(Key),
  }),
  edit: strict({
    ...base,
    type: Type.Literal('edit'),
    thread: Key,
    messageExternalId: Key,
    text: Type.String(),
  }),
  delete: strict({
    ...base,
    type: Type.Literal('delete'),
    thread: Key,
    messageExternalId: Key,
  }),
  reaction: strict({
    ...base,
    type: Type.Literal('reaction'),
    thread: Key,
    from: Identity,
    messageExternalId: Key,
    emoji: Type.Union([Words, Type.Null()]),
  }),
  typing: strict({ ...base, type: Type.Literal('typing'), from: Identity, thread: Key }),
  ignored: strict({ ...base, type: Type.Literal('ignored'), reason: Words }),
};

/** Asked for each of thousands of almost right payloads. */
const COMPILED = new Map(Object.entries(SHAPES).map(([type, shape]) => [type, Compile(shape)]));

/** Throws, with the first field that is wrong. */
export function assertEvents(events: unknown, where: string): void {
  assert.ok(Array.isArray(events), `${where}: parse must answer a list`);
  for (const event of plain(events) as { type?: string }[]) {
    const type = event?.type;
    const shape = COMPILED.get(type ?? '');
    assert.ok(shape, `${where}: there is no event type “${type}”`);
    if (shape.Check(event)) continue;
    const [problem] = shape.Errors(event);
    assert.fail(`${where}: ${type}${problem?.instancePath} ${problem?.message}`);
  }
}

/** As it would stand in a fixture. */
export const plain = asFixture;
