/** The form of the events of Messenger and Instagram, as far as we read them. */
import Type, { type Static, type TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { Referral } from './meta-contents.ts';
import { understood } from './payload.ts';

const maybe = <Schema extends TSchema>(schema: Schema) =>
  Type.Optional(Type.Union([schema, Type.Null()]));
const Text = Type.String();
const Id = Type.String({ minLength: 1, maxLength: 400 });
/** Some ids and counts come as numbers, some as texts. */
const Either = Type.Union([Type.String(), Type.Number()]);

export const Envelope = Compile(Type.Object({ object: Text, entry: Type.Array(Type.Unknown()) }));
const list = maybe(Type.Array(Type.Unknown()));
export const Entry = Compile(
  Type.Object({ id: Either, messaging: list, standby: list, changes: list }),
);
export const Field = Compile(Type.Object({ field: Text, value: Type.Optional(Type.Unknown()) }));

const ends = { sender: Type.Object({ id: Id }), recipient: Type.Object({ id: Id }) };
export const bare = { ...ends, timestamp: maybe(Either) };
export const Ends = Compile(Type.Object(ends));
const Telling = Compile(Type.Object({ message: Type.Object({ mid: Id }) }));

const messageParts = {
  text: maybe(Text),
  attachments: list,
  quick_reply: maybe(Type.Object({})),
  reply_to: maybe(Type.Object({ mid: maybe(Id), story: maybe(Type.Object({ url: maybe(Text) })) })),
  referral: maybe(Referral),
  is_echo: maybe(Type.Boolean()),
  is_deleted: maybe(Type.Boolean()),
  app_id: maybe(Either),
  metadata: maybe(Text),
};
const Message = Type.Object({ mid: Id, ...messageParts });
export type Message = Static<typeof Message>;
export type Referred = Static<typeof Referral>;
export const referred = Compile(Referral);
const eventParts = {
  message: maybe(Message),
  postback: maybe(
    Type.Object({ mid: maybe(Id), title: maybe(Text), referral: Type.Optional(Type.Unknown()) }),
  ),
  reaction: maybe(
    Type.Object({
      mid: Id,
      action: Text,
      emoji: Type.Optional(Type.Unknown()),
      reaction: maybe(Text),
    }),
  ),
  message_edit: maybe(Type.Object({ mid: Id, text: maybe(Text), num_edit: maybe(Either) })),
  delivery: maybe(Type.Object({ mids: maybe(Type.Array(Id)), watermark: maybe(Either) })),
  read: maybe(Type.Object({ mid: maybe(Id), watermark: maybe(Either) })),
  referral: maybe(Referral),
  messaging_feedback: maybe(Type.Object({})),
  optin: maybe(Type.Object({ title: maybe(Text), ref: maybe(Text) })),
  account_linking: maybe(Type.Object({ status: maybe(Text) })),
  messaging_customer_information: maybe(Type.Object({})),
};
const Event = Type.Object({ ...bare, ...eventParts });
export type Event = Static<typeof Event>;
const AnyEvent = Compile(Event);

const shapesOf = (parts: Record<string, TSchema>) =>
  Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, Compile(part)]));
const MESSAGE_SHAPES = shapesOf(messageParts);
const EVENT_SHAPES = shapesOf({ timestamp: bare.timestamp, ...eventParts });

/** An event with those of its parts that have the form we know; null when nobody is in it. */
export function known(item: unknown): Event | null {
  if (AnyEvent.Check(item)) return item;
  if (!Ends.Check(item)) return null;
  const said = Telling.Check(item) ? { message: understood(item.message, MESSAGE_SHAPES) } : {};
  const rest = understood({ ...item, ...said }, EVENT_SHAPES);
  return AnyEvent.Check(rest) ? rest : null;
}
