/** Messages as agents see them. */
import Type from 'typebox';
import { ClientKey, Id, Moment, nullable, PersonReference, Seq, strict } from './shapes.ts';

export const Attachment = Type.Object({
  id: Id,
  name: Type.String(),
  type: Type.String({ description: 'Found from the bytes.' }),
  size: Type.Integer(),
  /** May be shown in place (raster images only); everything else is a download. */
  inline: Type.Boolean(),
  url: Type.String(),
});
export type Attachment = Type.Static<typeof Attachment>;

export const MessageState = Type.Union(
  [
    Type.Literal('received'),
    Type.Literal('saved'),
    Type.Literal('queued'),
    Type.Literal('sending'),
    Type.Literal('accepted'),
    Type.Literal('delivered'),
    Type.Literal('read'),
    Type.Literal('failed'),
    Type.Literal('unknown'),
  ],
  {
    description:
      'in: received · note: saved · out: queued → sending → accepted (the platform has it) → delivered → read, or failed, or unknown',
  },
);
export type MessageState = Type.Static<typeof MessageState>;

export const Message = Type.Object({
  id: Id,
  conversationId: Id,
  seq: Seq,
  direction: Type.Union([Type.Literal('in'), Type.Literal('out'), Type.Literal('note')]),
  text: Type.String(),
  /** What it was, when it could not be shown: "a sticker". */
  unsupported: nullable(Type.String()),
  state: MessageState,
  reason: nullable(Type.String()),
  key: nullable(Type.String()),
  author: nullable(PersonReference),
  threadId: nullable(Id),
  channelId: nullable(Id),
  attachments: Type.Array(Attachment),
  createdAt: Moment,
});
export type Message = Type.Static<typeof Message>;

export const NewMessage = strict({
  key: ClientKey,
  kind: Type.Union([Type.Literal('reply'), Type.Literal('note')]),
  text: Type.String({ maxLength: 50_000 }),
  attachments: Type.Optional(Type.Array(Id, { maxItems: 10, description: 'Ids of uploads.' })),
  threadId: Type.Optional(Id),
});
export type NewMessage = Type.Static<typeof NewMessage>;
