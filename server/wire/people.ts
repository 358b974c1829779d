/** Agents, their sessions, invitations and API tokens. */
import Type from 'typebox';
import { Id, Moment, nullable, strict } from './shapes.ts';

export const Role = Type.Union([Type.Literal('admin'), Type.Literal('agent')]);
export type Role = Type.Static<typeof Role>;
export const Locale = Type.Union([Type.Literal('en'), Type.Literal('zh-CN')]);
export type Locale = Type.Static<typeof Locale>;
export const Scope = Type.Union([
  Type.Literal('read'),
  Type.Literal('write'),
  Type.Literal('admin'),
]);
export type Scope = Type.Static<typeof Scope>;

const Email = Type.String({ minLength: 3, maxLength: 254, pattern: '^[^@\\s]+@[^@\\s]+$' });
const Name = Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' });
/** Length is the only rule (NIST SP 800-63B §3.1.1.2). */
const Password = Type.String({ minLength: 12, maxLength: 256 });

export const Agent = Type.Object({
  id: Id,
  name: Type.String(),
  email: Type.String(),
  role: Role,
  removedAt: nullable(Moment),
});
export type Agent = Type.Static<typeof Agent>;

export const Session = Type.Object({
  agent: Type.Intersect([
    Agent,
    Type.Object({ locale: Locale, preferences: Type.Record(Type.String(), Type.Unknown()) }),
  ]),
  workspace: Type.Object({ id: Id, name: Type.String() }),
  /** All of it is made up, and what is sent goes nowhere. */
  demo: Type.Boolean(),
});
export type Session = Type.Static<typeof Session>;

export const LogIn = strict({
  email: Type.String({ maxLength: 254 }),
  password: Type.String({ maxLength: 256 }),
});
export const Setup = strict({ name: Name, email: Email, password: Password });
export const SetupState = Type.Object({ needed: Type.Boolean() });
export type SetupState = Type.Static<typeof SetupState>;

export const ProfileChange = strict({
  name: Type.Optional(Name),
  locale: Type.Optional(Locale),
  preferences: Type.Optional(
    Type.Record(Type.String({ maxLength: 64 }), Type.Unknown(), { maxProperties: 64 }),
  ),
  password: Type.Optional(strict({ current: Type.String({ maxLength: 256 }), next: Password })),
});
export type ProfileChange = Type.Static<typeof ProfileChange>;
export const AgentChange = strict({ role: Role });

/** `mail`: the link is sent to the address, too. */
export const NewInvitation = strict({
  email: Email,
  role: Role,
  mail: Type.Optional(Type.Boolean()),
});
export const Invitation = Type.Object({
  id: Id,
  email: Type.String(),
  role: Role,
  expiresAt: Moment,
  createdAt: Moment,
});
export type Invitation = Type.Static<typeof Invitation>;
/** The link is shown once, when it is made. */
export const IssuedInvitation = Type.Intersect([Invitation, Type.Object({ url: Type.String() })]);
export type IssuedInvitation = Type.Static<typeof IssuedInvitation>;
/** What a stranger with the link may see. */
export const InvitationPreview = Type.Object({ email: Type.String(), workspace: Type.String() });
export type InvitationPreview = Type.Static<typeof InvitationPreview>;
export const Acceptance = strict({ name: Name, password: Password });

/** From which address the installation writes to its agents; null: it does not. */
export const MailState = Type.Object({ from: nullable(Type.String()) });
export type MailState = Type.Static<typeof MailState>;
export const ResetAsked = strict({ email: Email });
/** What a stranger with the link may see. */
export const ResetPreview = Type.Object({ email: Type.String() });
export type ResetPreview = Type.Static<typeof ResetPreview>;
export const NewPassword = strict({ password: Password });

export const NewToken = strict({
  name: Name,
  scopes: Type.Array(Scope, { minItems: 1, maxItems: 3, uniqueItems: true }),
  expiresAt: Type.Optional(Type.String({ format: 'date-time' })),
});
export const Token = Type.Object({
  id: Id,
  name: Type.String(),
  ending: Type.String(),
  scopes: Type.Array(Scope),
  createdAt: Moment,
  usedAt: nullable(Moment),
  expiresAt: nullable(Moment),
});
export type Token = Type.Static<typeof Token>;
/** The secret is shown once, when it is made. */
export const IssuedToken = Type.Intersect([Token, Type.Object({ token: Type.String() })]);
export type IssuedToken = Type.Static<typeof IssuedToken>;
