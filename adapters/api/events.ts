/** The events of the channel as they stand in a request. The manual has an example of each. */
import Type from 'typebox';
import { Compile } from 'typebox/compile';

/** Ends up in indexes, so it is neither empty nor endless. */
const Key = Type.String({ minLength: 1, maxLength: 200 });
const Line = Type.String({ minLength: 1, maxLength: 500 });
const Text = Type.String({ maxLength: 100_000 });

const Person = Type.Object({
  id: Key,
  name: Type.Optional(Line),
  email: Type.Optional(Line),
  /** Addresses proven to be this person's; anything else would hand over somebody's history. */
  aliases: Type.Optional(
    Type.Array(
      Type.Object({
        kind: Type.Union([Type.Literal('phone'), Type.Literal('email')]),
        value: Line,
      }),
      { maxItems: 10 },
    ),
  ),
});
export type Person = Type.Static<typeof Person>;

const File = Type.Object({
  name: Line,
  type: Line,
  size: Type.Optional(Type.Integer({ minimum: 0 })),
  url: Type.Optional(Type.String({ pattern: '^https?://\\S+$', maxLength: 2000 })),
  content: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9+/]*={0,2}$' })),
});
export type File = Type.Static<typeof File>;

export const Body = Compile(Type.Object({ events: Type.Optional(Type.Array(Type.Unknown())) }));

export const AnyEvent = Compile(
  Type.Object({
    type: Type.String(),
    id: Type.Optional(Key),
    timestamp: Type.Optional(Type.String({ maxLength: 40 })),
  }),
);

const contents = {
  text: Type.Optional(Text),
  attachments: Type.Optional(Type.Array(File, { maxItems: 50 })),
  unsupported: Type.Optional(Line),
};

export const Message = Compile(
  Type.Object({
    ...contents,
    from: Person,
    thread: Type.Optional(Key),
    context: Type.Optional(Line),
    quotes: Type.Optional(Key),
  }),
);
export const Echo = Compile(Type.Object({ ...contents, to: Person, thread: Type.Optional(Key) }));
export const Edit = Compile(Type.Object({ thread: Key, message: Key, text: Text }));
export const Deletion = Compile(Type.Object({ thread: Key, message: Key }));
export const Reaction = Compile(
  Type.Object({
    from: Person,
    thread: Type.Optional(Key),
    message: Key,
    emoji: Type.Union([Type.String({ minLength: 1, maxLength: 40 }), Type.Null()]),
  }),
);
export const Typing = Compile(Type.Object({ from: Person, thread: Type.Optional(Key) }));
export const Receipt = Compile(
  Type.Object({ message: Key, status: Type.String(), reason: Type.Optional(Line) }),
);
export const Consent = Compile(
  Type.Object({ from: Person, allowed: Type.Boolean(), reason: Type.Optional(Line) }),
);
