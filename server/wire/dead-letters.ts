/** What did not get out, and what came in and could not be read: for people to decide about. */
import Type from 'typebox';
import { ChannelReference } from './conversations.ts';
import { Id, Moment, nullable, page, strict } from './shapes.ts';

export const DeadLetter = Type.Object({
  id: Id,
  kind: Type.Union([Type.Literal('delivery'), Type.Literal('ingress')]),
  /** `unknown`: it may have arrived; sent again, it may arrive twice. `quarantined`: it came in, and could not be read. */
  state: Type.Union([Type.Literal('failed'), Type.Literal('unknown'), Type.Literal('quarantined')]),
  channel: ChannelReference,
  reason: Type.String(),
  at: Moment,
  /** Of a delivery: where it belongs, whom it was for, and how it begins. */
  conversation: nullable(Type.Object({ id: Id, number: Type.Integer() })),
  contact: nullable(Type.String()),
  text: nullable(Type.String()),
});
export type DeadLetter = Type.Static<typeof DeadLetter>;

export const DeadLetterPage = page(DeadLetter);
export type DeadLetterPage = Type.Static<typeof DeadLetterPage>;

/** What became of another attempt. */
export const Retried = Type.Object({
  state: Type.Union([Type.Literal('queued'), Type.Literal('done'), Type.Literal('quarantined')]),
  /** Why it could not be read this time either. */
  reason: nullable(Type.String()),
});
export type Retried = Type.Static<typeof Retried>;

export const RetryAll = strict({ channelId: Id });
/** `more`: one call had no room for all. */
export const RetriedAll = Type.Object({ retried: Type.Integer(), more: Type.Boolean() });
export type RetriedAll = Type.Static<typeof RetriedAll>;
