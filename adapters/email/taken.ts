/** The raw mail inside a request, whichever way it came: fetched, by our own SMTP door, or by a provider's webhook. */
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import type { AdapterRequest } from '../adapter.ts';
import { MalformedRequestError } from '../errors.ts';
import { readJson } from '../payload.ts';
import { formFields } from './form.ts';

export type TakenMail = {
  raw: Uint8Array;
  /** Whom it was really delivered to, where that is known. */
  envelopeTo: string[];
  /** SPF, DKIM and DMARC, where our own door has found them out. */
  verdicts: Verdicts | null;
  /**
   * Our door looked itself, and a mailbox's server takes away what others wrote in its name. Behind a provider's
   * webhook nobody does: there such findings may raise a doubt, but vouch for nobody.
   */
  firstHand: boolean;
  /** When our mailbox got it. */
  receivedAt: Date | null;
  /** Why it could not be fetched whole, and where it lies. */
  trouble: { why: string; place: string } | null;
};

export type Verdicts = { spf: string; dkim: string; dmarc: string };

const FoundOut = Compile(
  Type.Object({ spf: Type.String(), dkim: Type.String(), dmarc: Type.String() }),
);
/** Postmark, with "include raw email content in JSON payload". */
const Postmark = Compile(
  Type.Object({ RawEmail: Type.String(), OriginalRecipient: Type.Optional(Type.String()) }),
);
/** SendGrid's `envelope` field. */
const SendGrid = Compile(Type.Object({ to: Type.Array(Type.String()) }));

/** @throws MalformedRequestError when a webhook carries no raw mail */
export function takenMail(request: AdapterRequest): TakenMail {
  if (request.method === 'LISTEN' || request.method === 'SMTP') return ownIntake(request);
  const type = request.headers['content-type'] ?? '';
  if (/^application\/json\b/i.test(type)) {
    const { RawEmail, OriginalRecipient } = readJson(request, Postmark);
    return plain(new TextEncoder().encode(RawEmail), OriginalRecipient ? [OriginalRecipient] : []);
  }
  const fields = formFields(request);
  const raw = fields.get('email') ?? fields.get('body-mime');
  if (raw) return plain(raw, recipientsIn(fields));
  throw new MalformedRequestError(
    'the body should carry the raw mail: tick “POST the raw, full MIME message” (SendGrid), end the route’s address in /mime (Mailgun), or include the raw content (Postmark)',
  );
}

function ownIntake({ url, headers, body }: AdapterRequest): TakenMail {
  const receivedAt = new Date(headers['x-received-at'] ?? '');
  const size = headers['x-too-large'];
  const unreadable = headers['x-unreadable'] !== undefined;
  const why = size ? tooLarge(size) : unreadable ? 'the mailbox could not hand it over' : null;
  return {
    raw: body,
    envelopeTo: addressesIn(headers['x-envelope-to'] ?? ''),
    verdicts: verdictsIn(headers['x-authentication']),
    firstHand: true,
    receivedAt: Number.isNaN(receivedAt.getTime()) ? null : receivedAt,
    trouble: why === null ? null : { why, place: url },
  };
}

const tooLarge = (size: string) =>
  `it has ${Math.round(Number(size) / 1_000_000)} MB, which is more than is taken`;

const plain = (raw: Uint8Array, envelopeTo: string[]): TakenMail => {
  return { raw, envelopeTo, verdicts: null, firstHand: false, receivedAt: null, trouble: null };
};

function verdictsIn(header: string | undefined): Verdicts | null {
  const found = header === undefined ? null : parsed(header);
  return FoundOut.Check(found) ? found : null;
}

function recipientsIn(fields: Map<string, Uint8Array>): string[] {
  const text = (name: string) => new TextDecoder().decode(fields.get(name));
  const envelope = parsed(text('envelope'));
  if (SendGrid.Check(envelope)) return envelope.to;
  return addressesIn(text('recipient'));
}

const addressesIn = (list: string): string[] => list.split(/[,\s]+/).filter(Boolean);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
