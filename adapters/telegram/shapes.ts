/**
 * The parts of an update that are read (core.telegram.org/bots/api). A part of another shape is
 * never a reason to refuse the update: Telegram would hold back all that follows in that chat.
 */
import type { Static, TSchema } from 'typebox';
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import { Id, Token } from './place.ts';

const Text = Type.String();
/** Seconds since 1970, within what a `Date` can be. */
const Moment = Type.Integer({ minimum: 0, maximum: 8_000_000_000_000 });

export const User = Type.Object({
  id: Id,
  is_bot: Type.Optional(Type.Boolean()),
  first_name: Type.Optional(Text),
  last_name: Type.Optional(Text),
  username: Type.Optional(Text),
});
export type User = Static<typeof User>;

export const Chat = Type.Object({
  id: Id,
  type: Text,
  title: Type.Optional(Text),
  first_name: Type.Optional(Text),
  last_name: Type.Optional(Text),
  username: Type.Optional(Text),
});
export type Chat = Static<typeof Chat>;

export const Update = Compile(Type.Object({ update_id: Id }));

const said = {
  message_id: Id,
  date: Moment,
  chat: Chat,
  from: Type.Optional(User),
  sender_chat: Type.Optional(Chat),
  message_thread_id: Type.Optional(Id),
  is_topic_message: Type.Optional(Type.Boolean()),
  direct_messages_topic: Type.Optional(Type.Object({ topic_id: Id })),
  business_connection_id: Type.Optional(Token),
  sender_business_bot: Type.Optional(User),
  is_automatic_forward: Type.Optional(Type.Boolean()),
  edit_date: Type.Optional(Moment),
};
/** Who said something where; what was said is read part by part. */
export const Message = Compile(Type.Object(said));
export type Message = Static<typeof MessageType>;
const MessageType = Type.Object(said);
/** Each part by itself: one of another form costs itself, and not the message. */
export const messageShapes = Object.fromEntries(
  Object.entries<TSchema>(said).map(([name, part]) => [name, Compile(part)]),
);

export const Entities = Compile(
  Type.Array(
    Type.Object({
      type: Text,
      offset: Type.Integer({ minimum: 0 }),
      length: Type.Integer({ minimum: 0 }),
      url: Type.Optional(Text),
    }),
  ),
);

export const Callback = Compile(
  Type.Object({
    id: Token,
    from: User,
    data: Type.Optional(Text),
    game_short_name: Type.Optional(Text),
  }),
);
/** The message whose button was tapped; `date` is 0 when Telegram no longer has it. */
export const Tapped = Compile(Type.Object({ ...said, from: Type.Optional(Type.Unknown()) }));
export const Keyboard = Compile(
  Type.Object({
    inline_keyboard: Type.Array(
      Type.Array(Type.Object({ text: Text, callback_data: Type.Optional(Text) })),
    ),
  }),
);

/** What somebody did without a message; whoever asks to join may be written to for a while. */
export const Doing = Compile(
  Type.Object({
    from: Type.Optional(User),
    user: Type.Optional(User),
    user_chat_id: Type.Optional(Id),
    bio: Type.Optional(Text),
  }),
);

const Reactions = Type.Array(Type.Object({ type: Text, emoji: Type.Optional(Text) }));
export const Reaction = Compile(
  Type.Object({
    chat: Chat,
    message_id: Id,
    date: Moment,
    user: Type.Optional(User),
    actor_chat: Type.Optional(Chat),
    new_reaction: Reactions,
  }),
);

const Member = Type.Object({ status: Text });
export const Membership = Compile(
  Type.Object({ chat: Chat, date: Moment, old_chat_member: Member, new_chat_member: Member }),
);

export const Deleted = Compile(
  Type.Object({ business_connection_id: Token, chat: Chat, message_ids: Type.Array(Id) }),
);
