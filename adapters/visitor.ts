/**
 * Who writes from a website: the visitor's token, the customer's word for a signed-in person, and
 * the identity both come down to. Shared by the web-chat adapter and by the server's visitor door,
 * so that what a visitor writes and what a visitor may read hang on the very same identity.
 *
 * A token is `<base64url JSON>.<base64url HMAC-SHA256 of channelId + '.' + first part>`. It is
 * random, so it names one browser; signed, so it needs no row before the first message; bound to
 * its channel. It is a credential: store its hash, never the token.
 */
import { randomBytes } from 'node:crypto';
import { errors, jwtVerify } from 'jose';
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import type { Settings } from './adapter.ts';
import type { IdentityClaim } from './message.ts';
import { hmacSha256, sameText, sha256 } from './signature.ts';

/** A person the customer's own site vouches for. */
export type SiteUser = {
  /** The site's id of the person: the JWT's `sub`. */
  sub: string;
  /** The JWT's id: lets the product refuse, after a logout, what was minted from it. */
  jti: string;
  /** When the word runs out, in seconds since 1970. */
  exp: number;
  name?: string;
  email?: string;
};

/** What a token says. */
export type Visitor = {
  /** SHA-256 of the token in hex, of an anonymous visitor's first one: what may be stored. */
  tokenHash: string;
  /** null: anonymous. */
  person: SiteUser | null;
  /** Which of their talks it is for, by a name of the browser's making; left out: the first. */
  talk?: string;
};

/** What visitors call themselves; never more than a claim. */
export type VisitorClaims = { name?: string; email?: string };

export type IdentityRefusal =
  | 'malformed'
  | 'algorithm'
  | 'signature'
  | 'expired'
  | 'audience'
  | 'claims'
  | 'lifetime';

export type IdentityCheck = { ok: true; person: SiteUser } | { ok: false; reason: IdentityRefusal };

const LONGEST_TOKEN = 2048;
const LONGEST_JWT = 4096;
const LONGEST_LIFETIME_SECONDS = 3600;
const CLOCK_TOLERANCE_SECONDS = 30;

/** Ends up in unique indexes, and must mean the same after control characters are stripped. */
const Id = Type.String({ pattern: '^[^\\u0000-\\u001f\\u007f]{1,255}$' });

const TokenContent = Compile(
  Type.Object({
    v: Type.Literal(1),
    r: Type.String({ minLength: 32 }),
    /** Of an anonymous visitor's first token: whose talk it is. */
    b: Type.Optional(Type.String({ pattern: '^[0-9a-f]{64}$' })),
    t: Type.Optional(Type.String({ pattern: '^[\\w-]{22}$' })),
    u: Type.Optional(Id),
    j: Type.Optional(Id),
    x: Type.Optional(Type.Integer()),
    n: Type.Optional(Type.String()),
    e: Type.Optional(Type.String()),
  }),
);

const JwtClaims = Compile(
  Type.Object({
    sub: Id,
    jti: Id,
    iat: Type.Number(),
    exp: Type.Number(),
    name: Type.Optional(Type.String({ maxLength: 100 })),
    email: Type.Optional(Type.String({ maxLength: 254 })),
  }),
);

/**
 * A new token: 192 random bits, for an anonymous visitor or for a person `verifyIdentity` found.
 * A person's token runs out with `person.exp`; an anonymous one does not.
 */
export function mintVisitorToken(settings: Settings, person?: SiteUser, talk = ''): string {
  return signed(settings, {
    ...(person && { u: person.sub, j: person.jti, x: Math.floor(person.exp) }),
    ...(person?.name && { n: person.name }),
    ...(person?.email && { e: person.email }),
    ...(talk && { t: talk }),
  });
}

/**
 * A token of the same visitor for another of their talks ('': the first). It runs out, and is refused, together with
 * the one it was made from: it is the same credential for another line.
 */
export function mintTalkToken(
  settings: Settings,
  { person, tokenHash }: Visitor,
  talk: string,
): string {
  if (person) return mintVisitorToken(settings, person, talk);
  return signed(settings, { b: tokenHash, ...(talk && { t: talk }) });
}

function signed(settings: Settings, said: Record<string, unknown>): string {
  const content = { v: 1, r: randomBytes(24).toString('base64url'), ...said };
  const part = Buffer.from(JSON.stringify(content)).toString('base64url');
  return `${part}.${signatureOf(part, settings)}`;
}

/** Whose token this is; null when it is not of this channel, was tampered with or has run out. */
export function readVisitorToken(token: string, settings: Settings, now: Date): Visitor | null {
  if (token.length > LONGEST_TOKEN) return null;
  const [part = '', signature, ...rest] = token.split('.');
  if (rest.length > 0 || !sameText(signature, signatureOf(part, settings))) return null;
  const visitor = decodeVisitorToken(token);
  const expired = visitor?.person && visitor.person.exp * 1000 <= now.getTime();
  return expired ? null : visitor;
}

/**
 * What a token says, unchecked: only for requests that were let in by `readVisitorToken` before.
 * Needs no secret and no clock, so a stored request reads the same whenever it is replayed.
 */
export function decodeVisitorToken(token: string): Visitor | null {
  const content = contentOf(token);
  if (!TokenContent.Check(content)) return null;
  const { b, t, u, j, x, n, e } = content;
  const known = u !== undefined && j !== undefined && x !== undefined;
  const person = known ? siteUser({ sub: u, jti: j, exp: x, name: n, email: e }) : null;
  return { tokenHash: (!person && b) || sha256(token), person, ...(t && { talk: t }) };
}

/**
 * Checks the word of the customer's server: a JWT signed with the channel's `identitySecret`
 * (HS256), made for this channel (`aud`), for at most an hour. Refusals are values, for the door to
 * log and answer.
 */
export async function verifyIdentity(
  jwt: string,
  settings: Settings,
  now: Date,
): Promise<IdentityCheck> {
  const secret = settings['identitySecret'];
  // An empty key would make a signature anyone can compute.
  if (!secret) return { ok: false, reason: 'signature' };
  if (jwt.length > LONGEST_JWT) return { ok: false, reason: 'malformed' };
  try {
    const { payload } = await jwtVerify(jwt, new TextEncoder().encode(secret), {
      // Pinned: whatever the token itself names, `none` above all, counts for nothing.
      algorithms: ['HS256'],
      audience: settings.channelId,
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      currentDate: now,
    });
    return judgeClaims(payload, now);
  } catch (error) {
    return { ok: false, reason: refusalOf(error) };
  }
}

/**
 * The identity and the thread key of a visitor: what the adapter stores messages under and what the
 * door filters reads by. A person is one identity on every device; an anonymous visitor is one
 * browser, and `claims` count for nothing but display.
 */
export function visitorIdentity(
  visitor: Visitor,
  settings: Settings,
  claims: VisitorClaims = {},
): { identity: IdentityClaim; thread: string } {
  const { person, tokenHash, talk } = visitor;
  // In front: what stands behind it is the website's own word and may hold anything.
  const which = talk ? `t:${talk}:` : '';
  const scope = settings.channelId;
  if (person) {
    const { sub: value, name, email } = person;
    const identity = { kind: 'site-user', scope, value, verified: true, ...said({ name, email }) };
    return { identity, thread: `${which}u:${value}` };
  }
  const identity = { kind: 'visitor', scope, value: tokenHash, verified: false, ...said(claims) };
  return { identity, thread: `${which}v:${tokenHash}` };
}

/** The talk whose thread has this key; '': the first. */
export const talkOfThread = (key: string): string => /^t:([\w-]{22}):/.exec(key)?.[1] ?? '';

/**
 * The external id of what a visitor sent under a key of the browser's making: `<owner>:<key>`. The
 * owner is in it so that nobody's key can meet, or take, another's.
 */
export function visitorEventId(visitor: Visitor, key: string): string {
  const { person, tokenHash } = visitor;
  return `${person ? `u${sha256(person.sub).slice(0, 40)}` : tokenHash}:${key}`;
}

/**
 * May a page of this origin (the `Origin` header) use the channel? An empty list lets everybody in.
 * An entry is an exact origin or `https://*.example.com`, which is every subdomain of it.
 */
export function originAllowed(origin: string | undefined, settings: Settings): boolean {
  const entries = allowedOrigins(settings);
  if (entries === null) return true;
  const asked = normalOrigin(origin ?? '');
  return asked !== null && entries.some((entry) => covers(entry, asked));
}

/**
 * The list as it goes into a `frame-ancestors` directive; null when everybody is allowed. Lines
 * that are no origin are left out, and can never turn a list into "everybody".
 */
export function allowedOrigins(settings: Settings): string[] | null {
  const lines = (settings['allowedOrigins'] ?? '').split('\n').filter((line) => line.trim() !== '');
  if (lines.length === 0) return null;
  return lines.map(normalOrigin).filter((entry) => entry !== null);
}

function signatureOf(part: string, settings: Settings): string {
  const secret = settings['tokenSecret'] ?? '';
  return hmacSha256(secret, `${settings.channelId}.${part}`, 'base64url');
}

function contentOf(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token.split('.', 1).join(), 'base64url').toString());
  } catch {
    return null;
  }
}

type Loose = { name?: string | undefined; email?: string | undefined };

function siteUser(found: Pick<SiteUser, 'sub' | 'jti' | 'exp'> & Loose): SiteUser {
  const { sub, jti, exp } = found;
  return { sub, jti, exp, ...said(found) };
}

/** Name and e-mail where they say something. */
function said({ name, email }: Loose): VisitorClaims {
  return { ...(name && { name }), ...(email && { email }) };
}

function judgeClaims(claims: unknown, now: Date): IdentityCheck {
  if (!JwtClaims.Check(claims)) return { ok: false, reason: 'claims' };
  const latest = now.getTime() / 1000 + CLOCK_TOLERANCE_SECONDS;
  if (claims.iat > latest) return { ok: false, reason: 'claims' };
  if (claims.exp - claims.iat > LONGEST_LIFETIME_SECONDS) return { ok: false, reason: 'lifetime' };
  return { ok: true, person: siteUser(claims) };
}

const REFUSALS: ReadonlyMap<string, IdentityRefusal> = new Map([
  ['ERR_JWT_EXPIRED', 'expired'],
  ['ERR_JWS_SIGNATURE_VERIFICATION_FAILED', 'signature'],
  ['ERR_JOSE_ALG_NOT_ALLOWED', 'algorithm'],
  ['ERR_JWT_CLAIM_VALIDATION_FAILED', 'claims'],
]);

function refusalOf(error: unknown): IdentityRefusal {
  if (!(error instanceof errors.JOSEError)) throw error;
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'aud') return 'audience';
  return REFUSALS.get(error.code) ?? 'malformed';
}

/** An origin as browsers write it, a leading `*.` kept; null when it is none. */
function normalOrigin(text: string): string | null {
  const entry = text.trim().replace(/\/$/, '');
  const wild = entry.includes('://*.');
  const plain = wild ? entry.replace('://*.', '://') : entry;
  // Any other star is no subdomain: `https://*shop.example` would let in `https://evilshop.example`.
  if (plain.includes('*') || !URL.canParse(plain)) return null;
  const { origin, protocol, pathname, search, hash, username } = new URL(plain);
  const bare = pathname === '/' && `${search}${hash}${username}` === '';
  if (!bare || !['http:', 'https:'].includes(protocol)) return null;
  return wild ? origin.replace('://', '://*.') : origin;
}

function covers(entry: string, origin: string): boolean {
  const [scheme, parent] = entry.split('://*');
  if (parent === undefined) return entry === origin;
  // `parent` begins with the dot, so `https://evil-example.com` is no subdomain of `example.com`.
  return origin.startsWith(`${scheme}://`) && origin.endsWith(parent);
}
