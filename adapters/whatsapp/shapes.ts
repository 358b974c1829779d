/** The Cloud API's webhooks, as far as we read them. What may be missing, is; null counts as missing. */
import Type, { type Static, type TSchema } from 'typebox';
import { Compile } from 'typebox/compile';

const maybe = <Schema extends TSchema>(schema: Schema) =>
  Type.Optional(Type.Union([schema, Type.Null()]));
const Text = Type.String();
/** Ids go into indexes. */
const Id = Type.String({ minLength: 1, maxLength: 256 });
/** Numbers come as such or as texts, and so do ids, times (unix seconds) and places. */
const Either = Type.Union([Type.String(), Type.Number()]);
const Flag = Type.Union([Type.Boolean(), Type.String()]);

export const Envelope = Compile(
  Type.Object({ object: Type.String(), entry: Type.Array(Type.Unknown()) }),
);
export const Entry = Compile(
  Type.Object({ id: maybe(Either), changes: Type.Array(Type.Unknown()) }),
);

const Contact = Type.Object({
  wa_id: maybe(Id),
  user_id: maybe(Id),
  parent_user_id: maybe(Id),
  profile: maybe(Type.Object({ name: maybe(Text), username: maybe(Text) })),
});
export type Contact = Static<typeof Contact>;
export const contact = Compile(Contact);

const many = maybe(Type.Array(Type.Unknown()));
export const Change = Compile(
  Type.Object({
    field: maybe(Text),
    value: Type.Object({
      metadata: maybe(Type.Object({ phone_number_id: maybe(Either) })),
      contacts: many,
      messages: many,
      message_echoes: many,
      statuses: many,
      user_preferences: many,
      user_id_update: many,
      calls: many,
      errors: many,
    }),
  }),
);

const Media = Type.Object({
  id: Type.Union([Id, Type.Number()]),
  mime_type: maybe(Text),
  caption: maybe(Text),
  filename: maybe(Text),
  voice: maybe(Flag),
});
export type Media = Static<typeof Media>;

const SharedContact = Type.Object({
  name: maybe(Type.Object({ formatted_name: maybe(Text) })),
  org: maybe(Type.Object({ company: maybe(Text) })),
  phones: maybe(Type.Array(Type.Object({ phone: maybe(Either) }))),
  emails: maybe(Type.Array(Type.Object({ email: maybe(Text) }))),
});
export type SharedContact = Static<typeof SharedContact>;
export const sharedContact = Compile(SharedContact);

const Product = Type.Object({ product_retailer_id: maybe(Text), title: maybe(Text) });
const Choice = Type.Object({ title: Text, description: maybe(Text) });
const content = {
  text: maybe(Type.Object({ body: Text })),
  image: maybe(Media),
  video: maybe(Media),
  audio: maybe(Media),
  document: maybe(Media),
  sticker: maybe(Media),
  location: maybe(
    Type.Object({
      latitude: Either,
      longitude: Either,
      name: maybe(Text),
      address: maybe(Text),
    }),
  ),
  contacts: many,
  interactive: maybe(
    Type.Object({
      button_reply: maybe(Choice),
      list_reply: maybe(Choice),
      nfm_reply: maybe(Type.Object({ body: maybe(Text), response_json: maybe(Text) })),
      call_permission_reply: maybe(Type.Object({ response: maybe(Text) })),
      type: maybe(Text),
      body: maybe(Type.Object({ text: maybe(Text) })),
      product: maybe(Product),
      action: maybe(Product),
    }),
  ),
  button: maybe(Type.Object({ text: maybe(Text), payload: maybe(Text) })),
  order: maybe(
    Type.Object({
      text: maybe(Text),
      product_items: Type.Array(
        Type.Object({
          product_retailer_id: Text,
          quantity: maybe(Either),
          item_price: maybe(Either),
          currency: maybe(Text),
        }),
      ),
    }),
  ),
  unsupported: maybe(Type.Object({ type: maybe(Text) })),
};

const Content = Type.Object(content);
export type Content = Static<typeof Content>;

/** What every message has, ours and theirs. Without `from` only the business-scoped id is there. */
const base = {
  id: Id,
  type: Text,
  timestamp: maybe(Either),
  from: maybe(Id),
  from_user_id: maybe(Id),
  from_parent_user_id: maybe(Id),
  to: maybe(Id),
  to_user_id: maybe(Id),
  to_parent_user_id: maybe(Id),
  group_id: maybe(Id),
};
const Bare = Type.Object(base);
export type Bare = Static<typeof Bare>;
export const bare = Compile(Bare);

const parts = {
  ...content,
  context: maybe(
    Type.Object({
      id: maybe(Id),
      forwarded: maybe(Flag),
      frequently_forwarded: maybe(Flag),
      referred_product: maybe(Type.Object({ product_retailer_id: maybe(Text) })),
    }),
  ),
  referral: maybe(
    Type.Object({
      source_type: maybe(Text),
      source_url: maybe(Text),
      headline: maybe(Text),
      body: maybe(Text),
    }),
  ),
  reaction: maybe(Type.Object({ message_id: Id, emoji: maybe(Text) })),
  edit: maybe(Type.Object({ original_message_id: Id, message: Content })),
  revoke: maybe(Type.Object({ original_message_id: Id })),
  system: maybe(
    Type.Object({
      body: maybe(Text),
      type: maybe(Text),
      wa_id: maybe(Id),
      user_id: maybe(Id),
      parent_user_id: maybe(Id),
      new_wa_id: maybe(Id),
      previous_user_id: maybe(Id),
      previous_parent_user_id: maybe(Id),
    }),
  ),
};
/** Each part by itself: one of another form costs itself, and not the message. */
export const partShapes = Object.fromEntries(
  Object.entries<TSchema>(parts).map(([name, part]) => [name, Compile(part)]),
);
const Said = Type.Object({ ...base, ...parts });
export type Said = Static<typeof Said>;
export const said = Compile(Said);

export const status = Compile(
  Type.Object({
    id: Id,
    status: Text,
    /** `payment` and `call` are about something else than a message arriving. */
    type: maybe(Text),
    biz_opaque_callback_data: maybe(Type.String()),
    timestamp: maybe(Either),
    recipient_participant_id: maybe(Id),
    errors: Type.Optional(Type.Unknown()),
  }),
);

const Trouble = Type.Object({ code: Either, title: maybe(Text) });
export const trouble = Compile(Trouble);
export const troubles = Compile(Type.Array(Trouble));

export const call = Compile(
  Type.Object({
    id: Id,
    event: Text,
    from: maybe(Id),
    from_user_id: maybe(Id),
    direction: maybe(Text),
    timestamp: maybe(Either),
  }),
);

export const preference = Compile(
  Type.Object({
    wa_id: maybe(Id),
    user_id: maybe(Id),
    category: Text,
    value: Text,
    timestamp: Either,
  }),
);

export const idUpdate = Compile(
  Type.Object({
    wa_id: maybe(Id),
    user_id: Type.Object({ previous: Id, current: Id }),
    timestamp: maybe(Either),
  }),
);
