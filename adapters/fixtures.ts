/**
 * The files under `adapters/<id>/fixtures/`: what a platform really sent and answered. The
 * conformance suite runs every adapter on its own, and `npm run adapter -- parse` reads them.
 *
 * - `conformance.json`: one test channel (`Profile`).
 * - `inbound/<name>.json`: a request and what becomes of it (`InboundFixture`).
 * - `outbound/<name>.json`: a message, the calls it makes and the outcome (`OutboundFixture`).
 * - `revisions/<name>.json`: a change of what we said and the calls it makes (`RevisionFixture`), for adapters that have one.
 * - `challenge.json`: a webhook handshake (`ChallengeFixture`), for adapters that have one.
 */
import Type from 'typebox';
import type { AdapterRequest, Settings } from './adapter.ts';

/** A misspelt field is an error: a fixture that says nothing proves nothing. */
const strict = <Fields extends Type.TProperties>(fields: Fields) =>
  Type.Object(fields, { additionalProperties: false });

const Texts = Type.Record(Type.String(), Type.String());
/** A string is taken byte for byte; anything else is written as JSON without spaces. */
const Content = Type.Unknown();

/** A request as captured. Signatures are real: made by the platform, or with the test settings. */
export const CapturedRequest = strict({
  method: Type.String(),
  url: Type.String(),
  headers: Texts,
  body: Content,
});
export type CapturedRequest = Type.Static<typeof CapturedRequest>;

/** A request and, of three fields, the one that says what must become of it. */
export const InboundFixture = strict({
  /** Where it comes from, what was replaced, what it shows. */
  note: Type.Optional(Type.String()),
  request: CapturedRequest,
  /**
   * The signature itself where it is not the whole of `signatureHeader`: a part of some header, of
   * the address or of the body. Every character of it must count.
   */
  signature: Type.Optional(Type.String()),
  /** Laid over the profile's settings, for this request only. */
  settings: Type.Optional(Texts),
  /** Genuine: `parse` answers exactly these, as `asFixture` writes them. */
  events: Type.Optional(Type.Array(Type.Unknown())),
  /** `verify` says no, and why that is right. */
  refused: Type.Optional(Type.String()),
  /** Genuine, but `parse` throws MalformedRequestError, and why that is right. */
  malformed: Type.Optional(Type.String()),
});
export type InboundFixture = Type.Static<typeof InboundFixture>;

const PlatformCall = strict({
  /** What `send` must ask: `headers` at least these, `body` exactly (JSON compared by value). */
  request: strict({
    method: Type.String(),
    url: Type.String(),
    headers: Type.Optional(Texts),
    body: Type.Optional(Content),
  }),
  response: strict({
    status: Type.Integer(),
    headers: Type.Optional(Texts),
    body: Type.Optional(Content),
  }),
});
export type PlatformCall = Type.Static<typeof PlatformCall>;

const Person = strict({ address: Type.String(), name: Type.String() });
const People = Type.Array(Person);

const Card = strict({
  title: Type.String(),
  text: Type.Optional(Type.String()),
  picture: Type.Optional(Type.Integer()),
  buttons: Type.Optional(
    Type.Array(strict({ label: Type.String(), url: Type.Optional(Type.String()) })),
  ),
});

const FormField = strict({
  id: Type.String(),
  kind: Type.Union(
    ['name', 'email', 'phone', 'text', 'choice', 'consent'].map((kind) => Type.Literal(kind)),
  ),
  label: Type.String(),
  required: Type.Boolean(),
  choices: Type.Optional(Type.Array(Type.String())),
  version: Type.Optional(Type.String()),
});

/** A message, the calls it makes in order, and its outcome: `result` or `error`. */
export const OutboundFixture = strict({
  note: Type.Optional(Type.String()),
  settings: Type.Optional(Texts),
  message: strict({
    id: Type.String(),
    attempt: Type.Integer(),
    thread: Type.String(),
    to: strict({ kind: Type.String(), scope: Type.String(), value: Type.String() }),
    text: Type.String(),
    /** `content` is the file itself, as text; its `link` is `https://files.example/<id>`. */
    attachments: Type.Array(
      strict({
        id: Type.String(),
        name: Type.String(),
        type: Type.String(),
        content: Type.String(),
      }),
    ),
    recipients: Type.Optional(strict({ to: People, cc: People, bcc: People })),
    subject: Type.Optional(Type.String()),
    references: Type.Optional(Type.Array(Type.String())),
    quoting: Type.Optional(
      strict({
        kind: Type.Union([Type.Literal('reply'), Type.Literal('forward')]),
        from: Person,
        /** ISO 8601. */
        at: Type.String(),
        subject: Type.String(),
        text: Type.String(),
      }),
    ),
    author: Type.Optional(Type.String()),
    automatic: Type.Optional(Type.Boolean()),
    quotes: Type.Optional(Type.String()),
    template: Type.Optional(
      strict({ name: Type.String(), language: Type.String(), values: Type.Array(Type.String()) }),
    ),
    content: Type.Optional(
      Type.Union([
        strict({ kind: Type.Literal('choices'), choices: Type.Array(Type.String()) }),
        strict({ kind: Type.Literal('cards'), cards: Type.Array(Card) }),
        strict({ kind: Type.Literal('form'), fields: Type.Array(FormField) }),
      ]),
    ),
    /** `at`: ISO 8601. */
    answered: Type.Optional(strict({ externalId: Type.String(), at: Type.String() })),
  }),
  calls: Type.Array(PlatformCall),
  result: Type.Optional(
    strict({ externalId: Type.String(), reference: Type.Optional(Type.String()) }),
  ),
  error: Type.Optional(
    strict({
      kind: Type.String(),
      code: Type.Optional(Type.String()),
      retryAfterMs: Type.Optional(Type.Number()),
      maybeSent: Type.Optional(Type.Boolean()),
    }),
  ),
});
export type OutboundFixture = Type.Static<typeof OutboundFixture>;

/** A change of what we said, the calls it makes in order, and the kind of error it ends in, if any. */
export const RevisionFixture = strict({
  note: Type.Optional(Type.String()),
  settings: Type.Optional(Texts),
  own: strict({
    externalId: Type.String(),
    thread: Type.String(),
    to: strict({ kind: Type.String(), scope: Type.String(), value: Type.String() }),
    text: Type.String(),
    files: Type.Integer(),
  }),
  /** null: it is taken back. */
  text: Type.Union([Type.String(), Type.Null()]),
  calls: Type.Array(PlatformCall),
  error: Type.Optional(Type.String()),
});
export type RevisionFixture = Type.Static<typeof RevisionFixture>;

export const ChallengeFixture = strict({
  request: CapturedRequest,
  answer: strict({ status: Type.Integer(), body: Type.String() }),
});
export type ChallengeFixture = Type.Static<typeof ChallengeFixture>;

const ChannelSettings = Type.Intersect([Texts, Type.Object({ channelId: Type.String() })]);

/** One test channel: what every fixture of the folder was signed and sent with. */
export const Profile = strict({
  /** The moment all inbound fixtures are verified at, ISO 8601. */
  now: Type.String(),
  settings: ChannelSettings,
  /** A second channel: its secrets must not open the first. */
  otherSettings: ChannelSettings,
  /** The header that carries the signature or the token, lower case. */
  signatureHeader: Type.String(),
  /**
   * Sending goes by SMTP, and this setting is the port: a call is then a mail, its `url` the
   * recipients (`mailto:`), its headers those of the mail with the sender as `return-path`, its body
   * `{ text, html, attachments }`, and the response's status a reply code (RFC 5321).
   */
  mailPort: Type.Optional(Type.String()),
  /** Checks that cannot apply, by name, and why. A skipped check that passes is an error. */
  skips: Type.Array(strict({ reason: Type.String(), tests: Type.Array(Type.String()) })),
});
export type Profile = Omit<Type.Static<typeof Profile>, 'settings' | 'otherSettings'> & {
  settings: Settings;
  otherSettings: Settings;
};

/** The request an adapter sees. */
export function requestOf(captured: CapturedRequest): AdapterRequest {
  const { method, url, headers, body } = captured;
  return { method, url, headers, body: new TextEncoder().encode(contentText(body)) };
}

/** Events as they stand in a fixture: dates as ISO 8601, bytes in base64, nothing undefined. */
export function asFixture(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, function (this: Record<string, unknown>, key: string, item: unknown) {
      const given = this[key];
      return given instanceof Uint8Array ? Buffer.from(given).toString('base64') : item;
    }),
  );
}

/** A fixture's body as the text that goes over the wire. */
export function contentText(content: unknown): string {
  return typeof content === 'string' ? content : JSON.stringify(content ?? '');
}
