/** Browsers that notices are pushed to, also when they are closed. */
import Type from 'typebox';
import { Id, Moment, nullable, strict } from './shapes.ts';

const Name = Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' });

export const Device = Type.Object({
  id: Id,
  name: Type.String(),
  current: Type.Boolean({ description: 'The one of the log-in that asks.' }),
  createdAt: Moment,
  pushedAt: nullable(Moment),
  problem: nullable(
    Type.Integer({
      description:
        'The HTTP status with which the last notice was not taken; 0: there was no answer.',
    }),
  ),
});
export type Device = Type.Static<typeof Device>;

export const Devices = Type.Object({
  publicKey: Type.String({ description: 'What browsers subscribe with: applicationServerKey.' }),
  data: Type.Array(Device),
});
export type Devices = Type.Static<typeof Devices>;

/** As `PushSubscription.toJSON()` has it, with a name. */
export const NewDevice = strict({
  name: Name,
  endpoint: Type.String({ minLength: 1, maxLength: 1000 }),
  keys: strict({
    p256dh: Type.String({ pattern: '^[A-Za-z0-9_-]{87}$' }),
    auth: Type.String({ pattern: '^[A-Za-z0-9_-]{22}$' }),
  }),
});
export type NewDevice = Type.Static<typeof NewDevice>;

/** What a notice holds when its browser has opened it; also for the service worker, which puts it into words. */
export type PushedNotice = {
  kind: 'said' | 'called' | 'test';
  locale: 'en' | 'zh-CN';
  /** null: of none. */
  conversationId: string | null;
  /** The message it tells of. */
  seq: number;
  /** Who said it and what; null: the agent wants no words on the screen that others may see. */
  name: string | null;
  text: string | null;
  /** For the badge: what is unread for the agent. */
  unread: number;
};
