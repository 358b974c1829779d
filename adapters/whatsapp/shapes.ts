/** The Cloud API's webhooks, as far as we read them. What may be missing, is; null counts as missing. */
import Type, { type Static, type TSchema } from 'typebox';
import { Compile } from 'typebox/compile';

const maybe = <Schema extends TSchema>(schema: Schema) =>
  Type.Optional(Type.Union([schema, Type.Null()]));
const Text = Type.String();
/** Ids go into indexes. */
const Id = Type.String({ minLength: 1, maxLength: 256 });
/** Unix seconds. */
const Stamp = Type.Union([Type.String(), Type.Number()]);
const Amount = Type.Union([Type.String(), Type.Number()]);

export const Envelope = Compile(
  Type.Object({ object: Type.String(), entry: Type.Array(Type.Unknown()) }),
);
export const Entry = Compile(Type.Object({ changes: Type.Array(Type.Unknown()) }));

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
    field: Text,
    value: Type.Object({
      metadata: maybe(Type.Object({ phone_number_id: Text })),
      contacts: many,
      messages: many,
      message_echoes: many,
      statuses: many,
      user_preferences: many,
      user_id_update: many,
    }),
  }),
);

const Media = Type.Object({
  id: Id,
  mime_type: maybe(Text),
  caption: maybe(Text),
  filename: maybe(Text),
  voice: maybe(Type.Boolean()),
});
export type Media = Static<typeof Media>;

const SharedContact = Type.Object({
  name: maybe(Type.Object({ formatted_name: maybe(Text) })),
  org: maybe(Type.Object({ company: maybe(Text) })),
  phones: maybe(Type.Array(Type.Object({ phone: maybe(Text) }))),
  emails: maybe(Type.Array(Type.Object({ email: maybe(Text) }))),
});
export type SharedContact = Static<typeof SharedContact>;

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
      latitude: Type.Number(),
      longitude: Type.Number(),
      name: maybe(Text),
      address: maybe(Text),
    }),
  ),
  contacts: maybe(Type.Array(SharedContact)),
  interactive: maybe(
    Type.Object({
      button_reply: maybe(Choice),
      list_reply: maybe(Choice),
      nfm_reply: maybe(Type.Object({ body: maybe(Text), response_json: maybe(Text) })),
      call_permission_reply: maybe(Type.Object({ response: maybe(Text) })),
    }),
  ),
  button: maybe(Type.Object({ text: Text })),
  order: maybe(
    Type.Object({
      text: maybe(Text),
      product_items: Type.Array(
        Type.Object({
          product_retailer_id: Text,
          quantity: maybe(Amount),
          item_price: maybe(Amount),
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
  timestamp: maybe(Stamp),
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

const Said = Type.Object({
  ...base,
  ...content,
  context: maybe(
    Type.Object({
      id: maybe(Id),
      forwarded: maybe(Type.Boolean()),
      frequently_forwarded: maybe(Type.Boolean()),
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
      previous_user_id: maybe(Id),
    }),
  ),
});
export type Said = Static<typeof Said>;
export const said = Compile(Said);

export const status = Compile(
  Type.Object({
    id: Id,
    status: Text,
    biz_opaque_callback_data: maybe(Type.String()),
    timestamp: maybe(Stamp),
    recipient_participant_id: maybe(Id),
    errors: maybe(Type.Array(Type.Object({ code: Type.Integer() }))),
  }),
);

export const preference = Compile(
  Type.Object({
    wa_id: maybe(Id),
    user_id: maybe(Id),
    category: Text,
    value: Text,
    timestamp: Stamp,
  }),
);

export const idUpdate = Compile(
  Type.Object({
    wa_id: maybe(Id),
    user_id: Type.Object({ previous: Id, current: Id }),
    timestamp: maybe(Stamp),
  }),
);
