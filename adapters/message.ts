/**
 * The normalised shapes between channels and product.
 *
 * - **identity**: one address of a person (`kind`, `scope`, canonical `value`).
 * - **thread**: one external line of talk on a channel; its key is opaque to all but the adapter.
 * - **event**: something that happened on the platform. `parse` always answers a list of them.
 */

/** One address of a person as the platform names it. */
export type IdentityClaim = {
  /** What sort of address: `phone`, `email`, `visitor`, `telegram-user` … */
  kind: string;
  /** Where the value is unique: '' for the world (phone, mail), else the page, bot or channel. */
  scope: string;
  /** Canonical spelling; two spellings of one address must come out equal. */
  value: string;
  /** The address as the platform wrote it, for display. */
  raw?: string;
  /** True only when the platform or a signature vouches for it; what a person typed never is. */
  verified: boolean;
  /** What the person calls themselves; shown as claimed. */
  name?: string;
  email?: string;
  /**
   * Other addresses the platform vouches to be this same person's (an older id, a phone number, an
   * id shared between its products). The person is found by any of them, and gets those that are new.
   */
  aliases?: Pick<IdentityClaim, 'kind' | 'scope' | 'value' | 'raw'>[];
};

/** A file that came with an inbound message, or goes out with one. */
export type AttachmentReference = {
  name: string;
  /** MIME type as declared by the sender; the store sniffs the real one. */
  type: string;
  /** Bytes, when known. */
  size?: number;
  /**
   * How the product gets the bytes: they are here (`content`), they are an upload made before
   * (`upload`), or lie where only `download` finds them (`remote`).
   */
  source: { content: Uint8Array } | { upload: string } | { remote: string };
  /** What the message's `html` calls it (`cid:`); a file so named is part of the text. */
  contentId?: string;
};

/** An address as a message names it. */
export type Addressee = { address: string; name: string };

/** Who a message is from and for, where a line can have more than two ends. */
export type Addressing = {
  from: Addressee;
  /** Where answers are asked to go; empty: to `from`. */
  replyTo: Addressee[];
  to: Addressee[];
  cc: Addressee[];
};

/**
 * Why a message belongs to a line that exists already, on channels where the platform does not say.
 * - `token`: only we could have made it; it names the thread.
 * - `reference`: it names an earlier message. Anybody may have seen that name, so its writer must
 *   also have taken part in the line.
 */
export type Answers =
  | { proof: 'token'; thread: string }
  | { proof: 'reference'; reference: string };

type EventBase = {
  /** The platform's own id of the thing; a repeat has the same. Unique per channel, direction. */
  externalId: string;
  /** When it happened by the platform's clock. For display only: order comes from the store. */
  at?: Date;
};

export type InboundMessage = EventBase & {
  type: 'message';
  from: IdentityClaim;
  thread: string;
  text: string;
  attachments?: AttachmentReference[];
  /** Set when text cannot express the content: shown as "sent a sticker", never dropped. */
  unsupported?: string;
  /** Where it comes from, in a line above it: the advertisement, the story, the button. */
  context?: string;
  /** The externalId, in or out, of the message it answers by quoting. */
  quotes?: string;
  /** What we said by ourselves before they wrote, and they answer: it is kept only now, where it begins the talk. */
  nudge?: string;
  /** First line for channels that have one (mail). */
  subject?: string;
  /** Looked at in this order before `thread`, which is then only the key of a line that begins. */
  answers?: Answers[];
  /** What later messages will call this one. */
  reference?: string;
  addressing?: Addressing;
  /** The same content for the eye; safe to show in a sandbox, images by `cid:` only. */
  html?: string;
  /** What only repeats what was said before; left out of `text`. */
  quoted?: string;
  /**
   * Nobody wrote it: it never gets an automatic answer. `reply` (out of office): it answers
   * nothing either and wakes nobody.
   */
  automatic?: 'reply' | 'notice' | 'list';
  /** Why it may not be from whom it says: no reference lets it join a line, and the agent is warned. */
  doubt?: string;
  /** What was pressed of what we offered (`content`); the text is what the platform says it reads. */
  response?: Response;
  /** It passes on what somebody else wrote. */
  forwardedFrom?: Addressee;
};

/** `of`: our own id of the message; `choice`: which of its choices, or of the buttons of its `card`, from 0. */
export type Response =
  | { kind: 'chosen'; of: string; card?: number; choice: number }
  /** By the ids of the form's fields. */
  | { kind: 'filled'; of: string; given: Record<string, string> };

/** Said in our name in the platform's own app: not by an agent of ours, and not to be sent again. */
export type InboundEcho = EventBase & {
  type: 'echo';
  /** The other end. */
  to: IdentityClaim;
  thread: string;
  text: string;
  attachments?: AttachmentReference[];
  unsupported?: string;
};

export type ReceiptStatus = 'delivered' | 'read' | 'failed';

export type InboundReceipt = EventBase & {
  type: 'receipt';
  /** The externalId that `send` answered for the message this receipt is about. */
  messageExternalId: string;
  /** Our own id of it, where the platform gives back what was sent along: so it is known by a lost answer, too. */
  messageId?: string;
  status: ReceiptStatus;
  /**
   * The thread the message must belong to. Given wherever the sender of the receipt is a person
   * and not the platform: a visitor must not mark what was said to somebody else.
   */
  thread?: string;
  /** For `failed`: why, in words an agent can read. */
  reason?: string;
  /** For `failed`: which of several recipients; the others may have got it. */
  recipient?: string;
};

/** A receipt for all we said on a thread up to a moment, from platforms that name no message. */
export type InboundWatermark = EventBase & {
  type: 'watermark';
  thread: string;
  status: Exclude<ReceiptStatus, 'failed'>;
  /** By the platform's clock; what was sent at this very moment is part of it. */
  upTo: Date;
};

/** Somebody may, or may no longer, be written to. */
export type InboundConsent = EventBase & {
  type: 'consent';
  /** Whose address. */
  who: Pick<IdentityClaim, 'kind' | 'scope' | 'value'>;
  allowed: boolean;
  /** They mean advertising only: answers still reach them. Left out: everything. */
  about?: 'marketing';
  /** For an agent: "The mailbox does not exist." */
  reason: string;
  /** Believed only when this message of ours went to that address. */
  aboutExternalId?: string;
};

/** `thread`, here and below: where the message must be; nobody changes what stands elsewhere. */
export type InboundEdit = EventBase & {
  type: 'edit';
  thread: string;
  messageExternalId: string;
  text: string;
};

export type InboundDelete = EventBase & {
  type: 'delete';
  thread: string;
  messageExternalId: string;
};

export type InboundReaction = EventBase & {
  type: 'reaction';
  thread: string;
  from: IdentityClaim;
  messageExternalId: string;
  /** null takes the reaction back. */
  emoji: string | null;
};

export type InboundTyping = EventBase & { type: 'typing'; from: IdentityClaim; thread: string };

/** Deliberately not shown (own echo, a status we do not use), or of a type we do not know. */
export type IgnoredEvent = EventBase & { type: 'ignored'; reason: string };

export type InboundEvent =
  | InboundMessage
  | InboundEcho
  | InboundReceipt
  | InboundWatermark
  | InboundConsent
  | InboundEdit
  | InboundDelete
  | InboundReaction
  | InboundTyping
  | IgnoredEvent;

/** What `send` gets: everything needed to say it on the platform, nothing else. */
export type OutboundMessage = {
  /** Ours; stable over retries: the de-duplication key where the platform takes one. */
  id: string;
  /** 1 for the first try. */
  attempt: number;
  /** The thread key that `parse` gave. */
  thread: string;
  /** To whom: the identity the thread belongs to. */
  to: { kind: string; scope: string; value: string };
  text: string;
  attachments: OutboundAttachment[];
  /** For channels with `addressing`: all whom it goes to; `to` is among them or is not meant. */
  recipients?: Recipients;
  subject?: string;
  /** What the line's messages are called, oldest first; the last one is what this answers. */
  references?: string[];
  /** What is answered or passed on, to be quoted below. */
  quoting?: { kind: 'reply' | 'forward'; from: Addressee; at: Date; subject: string; text: string };
  /** Who signs, for channels that show it. */
  author?: string;
  /** Nobody wrote it: it says so to other machines. */
  automatic?: boolean;
  /** Where whoever gets it ends such messages: a page, or by an empty POST at once. */
  endsAt?: string;
  /** The externalId of the message it answers, to be shown quoted where the platform can. */
  quotes?: string;
  /** Instead of free text: one of the platform's approved templates. `text` is what it will read. */
  template?: ChosenTemplate;
  /** What is offered beside the text. */
  content?: Offer;
  /** The last thing the other end said, for platforms that take an answer to it only. */
  answered?: { externalId: string; at: Date };
};

/** Answers to choose from, cards, or a form. What is pressed comes back as a `response`, by which its place is known. */
export type Offer =
  | { kind: 'choices'; choices: readonly string[] }
  | { kind: 'cards'; cards: readonly Card[] }
  | { kind: 'form'; fields: readonly FormField[] };

/** `label` may be '' where the kind says it; a consent's is what is agreed to, its `version` the answer. */
export type FormField = {
  id: string;
  kind: 'name' | 'email' | 'phone' | 'text' | 'choice' | 'consent';
  label: string;
  required: boolean;
  choices?: readonly string[];
  version?: string;
};

export type Card = {
  title: string;
  text?: string;
  /** Which of the message's attachments, from 0. */
  picture?: number;
  /** Those with a `url` lead there; the others are answers. */
  buttons?: readonly { label: string; url?: string }[];
};

/** Which template, and what stands in its places, in order. */
export type ChosenTemplate = { name: string; language: string; values: string[] };

/** Whom a message goes to. */
export type Recipients = { to: Addressee[]; cc: Addressee[]; bcc: Addressee[] };

export type OutboundAttachment = {
  id: string;
  name: string;
  type: string;
  size: number;
  /** The bytes, which stay in our store until they are read: large files are never in memory whole. */
  read(): Promise<Blob>;
  /** An address of ours under which the platform itself can fetch it, for a day. */
  link(): string;
};
