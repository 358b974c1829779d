/** What a kind of channel declares of its platform, as data. */

/** What the platform can do. Core, composer and tests read this; nothing is a promise without a fixture. */
export type Capabilities = {
  text: {
    max: number;
    /** `characters` are Unicode code points. */
    countedAs: 'characters' | 'utf8-bytes' | 'utf16-units';
    /** What `send` does with a longer text: `split` it over several calls, else refuse it. */
    overlong?: 'refuse' | 'split';
    /** Billed and sent in segments, counted as GSM 03.38 does; the composer shows how many. */
    segments?: 'gsm';
  };
  /** null: no files at all. `types` are MIME patterns such as `image/*`. */
  attachments: { types: readonly string[]; maxBytes: number; maxCount: number } | null;
  formatting: 'none' | 'markdown' | 'html';
  /** What people write there has the marks of `markdown`, and they see it by them; left out: it is shown as it was typed. */
  formattingInbound?: boolean;
  receipts: readonly ('delivered' | 'read')[];
  /** `lastsSeconds`: how long the platform shows ours unless told again; left out: 5. */
  typing: { inbound: boolean; outbound: boolean; lastsSeconds?: number };
  reactions: boolean;
  edits: boolean;
  deletes: boolean;
  /** So many hours long what we said can be said otherwise (`revise`); null: for ever; left out: never. */
  ownEditHours?: number | null;
  /** The same for taking it back. */
  ownDeleteHours?: number | null;
  quotes: boolean;
  templates: boolean;
  /** What can be pressed instead of written (`content`), where it is shown at all; left out: such a message is refused. */
  offers?: {
    /** So many, each so long. */
    choices?: { max: number; labelMax: number };
    /** So many beside each other; what stands on a button is so long. */
    cards?: { max: number; labelMax: number };
    /** Forms of so many fields. */
    form?: { max: number };
  };
  /** How long after the last inbound message free text may be sent; null: always. */
  replyWindowHours: number | null;
  /** The window while this switch among the settings is on: the platform has allowed it to this business. */
  widerWindow?: { setting: string; hours: number };
  /** How many answers each inbound message allows within the window; left out: any number. */
  answersPerMessage?: number;
  /** How many messages a second the platform takes of one channel; left out: as many as come, or it says so itself. */
  sendsPerSecond?: number;
  startConversation: boolean;
  /**
   * A message can go to several people: recipients are chosen, and it can be passed on to others.
   * `kind` is the kind of identity an address is; addresses are compared in lower case.
   */
  addressing?: { kind: string };
  /** A sent message is held back this long, so that it can be undone; left out: it goes at once. */
  undoSeconds?: number;
  inbound: 'webhook' | 'poll' | 'connection';
  /**
   * What to do when a send may or may not have arrived: `retry` only where a second attempt with
   * the same message id cannot be said twice.
   */
  unknownOutcome: 'retry' | 'ask';
};
