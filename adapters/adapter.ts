/**
 * The adapter contract: all that Interline knows about a kind of channel.
 *
 * An adapter is a plain object exported as `adapter` from `adapters/<id>/adapter.ts`. It declares
 * data (settings, capabilities) and provides three functions: `verify`, `parse`, `send`. Everything
 * else is optional and tied to a capability. Deliberately not in the contract: storage, queues,
 * retries, logging of content, the environment.
 *
 * Words: **channel** = one configured connection of an adapter · **thread** = one external line of
 * talk · **identity** = one address of a person · **settings** = what the connect form collected,
 * secrets decrypted. `capabilities.ts` has what a platform can do, `message.ts` the events, `README.md` the way to a
 * channel of your own.
 */
import type { Capabilities } from './capabilities.ts';
import type { InboundEvent, OutboundMessage } from './message.ts';

/** A request as it arrived. Header names are lower case; repeated headers are joined by `, `. */
export type AdapterRequest = {
  method: string;
  /** Path and query, without origin. */
  url: string;
  headers: Readonly<Record<string, string>>;
  /** The raw bytes: signatures are computed over these, never over re-serialised JSON. */
  body: Uint8Array;
};

/** What people read, in every language of the screens. */
export type Wording = Readonly<{ en: string; 'zh-CN': string }>;

/** One field of the connect form: yields the form, validation, log redaction and docs. */
export type SettingField = {
  key: string;
  label: Wording;
  help: Wording;
  required: boolean;
  /** Encrypted at rest, write-only in the API, redacted in logs. */
  secret: boolean;
  type: 'text' | 'switch' | 'lines' | 'choice';
  /** Of a `choice`: one of these, the likeliest first. */
  choices?: readonly { value: string; label: Wording }[];
  /** Used when nothing is entered. */
  default?: string;
  /** Nothing entered: a random secret of 32 bytes is made, and shown once unless `hidden`. */
  generate?: boolean;
  /** Our own business: generated, never in the form, never shown. Needs `generate`. */
  hidden?: boolean;
  /** A whole-value regular expression for `text`, checked before saving. */
  pattern?: string;
};

/** Settings as an adapter reads them: every declared key present, switches 'on' | 'off', lines joined by '\n'. */
export type Settings = Readonly<Record<string, string>> & {
  /** The channel's own public id; always there. */
  readonly channelId: string;
  /** Where the platform hands requests in, as the world knows it; always there in the product. */
  readonly webhookUrl?: string;
};

/** What the core lends an adapter. No other way out of the process is allowed. */
export type Tools = {
  /** Guarded against private addresses, with time and size limits. */
  fetch: typeof globalThis.fetch;
  log(message: string, details?: Record<string, string | number | boolean>): void;
  signal: AbortSignal;
  now(): Date;
  /**
   * The address behind a host name, for connections that are not `fetch`: connect to exactly this.
   * @throws ChannelError `rejected` when it is not an address of the public internet.
   */
  resolve(host: string): Promise<string>;
  secrets: Secrets;
};

/** Secret settings that the platform exchanges by itself, such as tokens that serve but once. */
export type Secrets = {
  /**
   * As it is kept now: newer than in `settings` when it was replaced since.
   * @throws ChannelError `retry` when it cannot be read, `rejected` when the channel was removed
   */
  current(key: string): Promise<string>;
  /**
   * Keeps `next` in the place of `was`, unless somebody else has replaced that already.
   * @returns what is kept then, which is not always `next`
   * @throws ChannelError as `current` does: nothing was replaced
   */
  replace(key: string, change: { was: string; next: string }): Promise<string>;
};

export type SendResult = {
  /** The platform's id of the message. Without one a message is never shown as sent. */
  externalId: string;
  /** What answers will call it, when that is not the id. */
  reference?: string;
  /** Of several recipients, those it was not taken for. */
  refused?: { address: string; reason: string }[];
};

/** What a channel that fetches (`listen`) is lent. */
export type Listening = Tools & {
  /** What was saved with the last request taken; '' at first. */
  readonly bookmark: string;
  /**
   * Takes requests, in order, as if they had come by webhook (`parse` reads them, `verify` is not
   * asked), and saves the bookmark in the same transaction: all of it or none. Resolves after
   * commit; what cannot be understood is kept.
   * @throws when nothing was committed: ask again later with the same requests.
   */
  receive(requests: readonly AdapterRequest[], bookmark: string): Promise<void>;
  /** Saves a bookmark alone. */
  keep(bookmark: string): Promise<void>;
  /** How fetching goes, for the people who connected the channel; null: well. */
  report(problem: string | null): Promise<void>;
};

export type Finding = {
  state: 'good' | 'warning' | 'bad';
  /** What was looked at: "SPF". */
  about: string;
  /** What was found, in words an admin reads. */
  text: string;
  /** What to do, with the exact value to set; '' when nothing. */
  fix: string;
};

/** A file at the platform, not read yet. */
export type RemoteFile = {
  body: ReadableStream<Uint8Array>;
  /** As the platform names them, where it does. */
  name?: string;
  type?: string;
};

/** A message the platform has approved, to be sent outside the reply window. */
export type Template = {
  name: string;
  language: string;
  /** With `{{1}}`, `{{2}}` … for the values. */
  text: string;
  /** Only approved ones can be sent; `unsupported`: it is, but we cannot give what it needs. */
  state: 'approved' | 'pending' | 'rejected' | 'unsupported';
  /** It advertises, so it goes to nobody who wants no advertising. */
  marketing?: boolean;
};

/** Something the platform did with a message: what is reacted to, or marked. */
export type Said = {
  externalId: string;
  thread: string;
  to: OutboundMessage['to'];
};

/** What we said, as it stands there now. */
export type Own = Said & { text: string /** How many files went with it. */; files: number };

/** The answer to a platform's webhook handshake, or null when the request is not a handshake. */
export type ChallengeAnswer = { status: number; body: string } | null;

export interface Adapter {
  /** Equal to the folder name. */
  id: string;
  name: Wording;
  /** Two letters shown as the channel's mark. */
  mark: string;
  /** One sentence for the list of channels one can add. */
  summary: Wording;
  /** Why nothing may come in though all is set here, the likeliest first. */
  causes?: readonly Wording[];
  settings: readonly SettingField[];
  /** The kinds of identities people have here, and what such an address is called. */
  identities: Readonly<Record<string, Wording>>;
  /**
   * Request headers that are credentials themselves (a bearer token, a shared secret), lower case:
   * never kept or logged in the clear. A signature over the body is none.
   */
  secretHeaders?: readonly string[];
  capabilities: Capabilities;

  /**
   * Is this request genuine? Over the raw body, constant-time, no I/O. `now` serves schemes with a
   * timestamp. False → 401 and nothing is stored. Never throws, whatever arrives.
   */
  verify(request: AdapterRequest, settings: Settings, now: Date): boolean | Promise<boolean>;

  /**
   * The events in a verified request, all of them. Pure: same input, same output, also when the
   * request is replayed weeks later and secrets have changed. Unknown event types become `ignored`.
   * @throws MalformedRequestError when the body is not of the platform's format.
   */
  parse(request: AdapterRequest, settings: Settings): InboundEvent[] | Promise<InboundEvent[]>;

  /**
   * Say it on the platform. What the capabilities rule out is refused here too (`limits.ts`).
   * @throws ChannelError of one of the four kinds.
   */
  send(message: OutboundMessage, settings: Settings, tools: Tools): Promise<SendResult>;

  /** Webhook handshake (GET); answers echo only short tokens, as text/plain. */
  challenge?(request: AdapterRequest, settings: Settings): ChallengeAnswer;

  /**
   * Fetches by itself, until `signal` ends it; it runs on one node at a time. Every trouble is
   * reported and tried again by itself; what it throws counts as trouble, too. Where the settings
   * say that nothing is fetched it waits for the signal.
   */
  listen?(settings: Settings, listening: Listening): Promise<void>;

  /** Addresses whose mail our own door takes in for this channel, canonical. */
  addresses?(settings: Settings): string[];

  /** The one message a kept request carries, as a file people can open elsewhere. */
  original?(request: AdapterRequest): { content: Uint8Array; extension: string } | null;

  /** What can be found out about the other settings from those entered (servers from an address). */
  suggest?(
    entered: Readonly<Record<string, string>>,
    tools: Tools,
  ): Promise<Record<string, string>>;

  /**
   * Would it send? Logs in to the server that messages go through, and sends nothing; is asked again and again.
   * @throws ChannelError with what is wrong
   */
  checkSending?(settings: Settings, tools: Tools): Promise<void>;

  /** What a channel in use depends on outside of Interline, and how to mend it. */
  examine?(settings: Settings, tools: Tools): Promise<Finding[]>;

  /** For people who write adapters: what is read in a raw file that is no request. */
  inspect?(content: Uint8Array, as: 'message' | 'text'): Promise<object>;

  /**
   * Opens the file behind an attachment's `remote` reference; the product reads it, with a limit.
   * Credentials go to the platform's own hosts only. Needs `attachments`.
   * @throws ChannelError `retry` while it is not there yet, `rejected` when it never will be
   */
  download?(remote: string, settings: Settings, tools: Tools): Promise<RemoteFile>;

  /** Sets our reaction to a message, or takes it back (null). Needs `reactions`. */
  react?(said: Said, emoji: string | null, settings: Settings, tools: Tools): Promise<void>;

  /**
   * Says what we said otherwise, or takes it back (null). Doing it twice is doing it once: an attempt nobody knows
   * about is repeated. Needs `ownEditHours` or `ownDeleteHours`.
   */
  revise?(own: Own, text: string | null, settings: Settings, tools: Tools): Promise<void>;

  /** Tells the other end that a message of theirs was read, and with it all before. */
  markRead?(said: Said, settings: Settings, tools: Tools): Promise<void>;

  /** The templates there are. Needs `templates`. */
  templates?(settings: Settings, tools: Tools): Promise<Template[]>;

  /**
   * Show "is typing" on the platform. Needs `typing.outbound`; left out where the product holds the
   * connection itself (inbound `connection`).
   * @param last externalId of the last thing they said, where there is one
   */
  typing?(thread: string, settings: Settings, tools: Tools, last?: string): Promise<void>;

  /** What the platform wants to read when it hands in a request; left out: any JSON will do. */
  thanks?: { type: string; body: string };

  /** Check credentials and register the webhook. @throws ChannelError with what is wrong */
  connect?(webhookUrl: string, settings: Settings, tools: Tools): Promise<void>;
}
