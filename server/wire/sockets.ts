/**
 * The live connection (Socket.IO). `docs/protocol.md` tells the story; these are the shapes.
 * Every client packet is answered by an acknowledgement: `{ ok: true, ... }` or `{ ok: false, error }`.
 */
import Type from 'typebox';
import type { Conversation, Counts, Draft, OwnConversation } from './conversations.ts';
import type { ConversationEvent } from './events.ts';
import { Id, nullable, strict } from './shapes.ts';
import type { VisitorMessage, VisitorTalk } from './visitor.ts';

/** A workspace cursor: a transaction horizon as decimal text. Opaque to clients except for comparison with `xid`. */
export const Cursor = Type.String({ pattern: '^[0-9]{1,20}$' });

export const SyncRequest = strict({ cursor: nullable(Cursor) });
export const BeatRequest = strict({ cursor: Cursor, conversationId: Type.Optional(nullable(Id)) });
export const OpenRequest = strict({ conversationId: Id });
export const TypingRequest = strict({
  conversationId: Id,
  active: Type.Boolean(),
  /** By which way the answer will go; left out: by all of the conversation. */
  threadId: Type.Optional(Id),
});
export const VisitorTypingRequest = strict({ active: Type.Boolean() });

export const PresentRequest = strict({
  /** null: none. Who looks at the inbox without one is known to be there all the same: nothing is pushed to them. */
  conversationId: nullable(Id),
  state: Type.Union([Type.Literal('looking'), Type.Literal('away'), Type.Literal('writing')]),
});

export type SocketError = { ok: false; error: { code: string; message: string } };

/**
 * After `reset: true` the client forgets its lists and loads them anew; else `conversations` is all that changed since, as
 * it is now, what the agent has read of it included. `drafts`: in which the agent has words that were not sent.
 */
export type SyncAnswer =
  | {
      ok: true;
      cursor: string;
      reset: boolean;
      conversations: OwnConversation[];
      drafts: string[];
    }
  | SocketError;

/** `changes`: how many events were written in [the cursor asked, `cursor`). Compare with what arrived. */
export type BeatAnswer =
  | {
      ok: true;
      cursor: string;
      changes: number;
      seq: number | null;
      /** Since when nothing is sent or fetched, because no process that does it is heard of; null: one is. */
      restingSince: string | null;
    }
  | SocketError;

export type OpenAnswer = { ok: true; seq: number } | SocketError;
export type EmptyAnswer = { ok: true } | SocketError;

type Acknowledge<Answer> = (answer: Answer) => void;

export type AgentToServer = {
  sync(request: Type.Static<typeof SyncRequest>, done: Acknowledge<SyncAnswer>): void;
  beat(request: Type.Static<typeof BeatRequest>, done: Acknowledge<BeatAnswer>): void;
  open(request: Type.Static<typeof OpenRequest>, done: Acknowledge<OpenAnswer>): void;
  close(request: Type.Static<typeof OpenRequest>, done: Acknowledge<EmptyAnswer>): void;
  typing(request: Type.Static<typeof TypingRequest>, done: Acknowledge<EmptyAnswer>): void;
  present(request: Type.Static<typeof PresentRequest>, done: Acknowledge<EmptyAnswer>): void;
};

/** A colleague's window and the conversation in it: `away` when it is not the one they look at. */
export type Presence = Type.Static<typeof PresentRequest> & {
  /** Of one window; a person may have several. */
  place: string;
  who: { id: string; name: string };
};

/** `xids`: the transaction of each event behind the row's change or changes, for the client's tally against the beat. */
export type ConversationPacket = { conversation: Conversation; xids: string[] };
export type TypingPacket = {
  conversationId: string;
  who: { kind: 'agent' | 'contact'; id: string; name: string };
  active: boolean;
};

export type ListName =
  | 'agents'
  | 'channels'
  /** What is known about people, beside their conversations. */
  | 'contacts'
  | 'macros'
  /** The agent's own profile: told to their own screens alone. */
  | 'me'
  | 'saved-replies'
  | 'saved-views'
  | 'tags';

export type ServerToAgent = {
  /** Rows of the list as they are now. Apply each when its seq is above the one held. */
  conversations(packets: ConversationPacket[]): void;
  /** Steps of an opened conversation. */
  events(events: ConversationEvent[]): void;
  typing(packet: TypingPacket): void;
  /** Said anew with every change and every beat, and to whoever connects; without a conversation they are gone. */
  present(packet: Presence): void;
  /** The agent's own marker or draft moved, in another tab. */
  read(packet: { conversationId: string; seq: number }): void;
  /** A note calls this agent; its number. */
  mentioned(packet: { conversationId: string; seq: number }): void;
  draft(packet: { conversationId: string; kind: Draft['kind']; text: string }): void;
  /** What the agent's views and the channels hold now, at most twice a second. */
  counts(packet: Counts): void;
  /** One of these lists changed: load it again. */
  changed(packet: { what: ListName }): void;
  /** Something may have been missed: look for it (agents sync, visitors beat) after a random wait of at most `within` ms. */
  look(packet: { within: number }): void;
  /** The server stops: connect anew at a random moment within `within` ms. What it still says until then is good. */
  goodbye(packet: { within: number }): void;
  /** Too much was waiting for a slow reader: the connection closes, sync again. */
  resync(): void;
};

export type VisitorToServer = {
  typing(request: Type.Static<typeof VisitorTypingRequest>, done: Acknowledge<EmptyAnswer>): void;
  beat(done: Acknowledge<{ ok: true; seq: number; talk: VisitorTalk } | SocketError>): void;
};

export type ServerToVisitor = {
  /** Apply when seq is one above the last; fetch `messages?after=` on a gap. */
  message(message: VisitorMessage): void;
  typing(packet: { name: string; active: boolean }): void;
  seen(packet: { seq: number }): void;
  /** As for agents. */
  look(packet: { within: number }): void;
  goodbye(packet: { within: number }): void;
  resync(): void;
};
