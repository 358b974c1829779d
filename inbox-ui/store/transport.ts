/**
 * What the store needs from the outside world. The browser's versions are `socket.ts` and `doors.ts`;
 * tests pass their own.
 */
import type { Recipients } from '../../server/wire/addressing.ts';
import type { Channel } from '../../server/wire/channels.ts';
import type { Contact } from '../../server/wire/contacts.ts';
import type { ChangeOutcome, ConversationChanges } from '../../server/wire/conversation-changes.ts';
import type {
  Conversation,
  ConversationChange,
  ConversationPage,
  Counts,
  Draft,
  MergedConversation,
  OwnConversation,
  SplitConversation,
  View,
} from '../../server/wire/conversations.ts';
import type { ConversationEvent, EventPage } from '../../server/wire/events.ts';
import type { Macro, MacroOutcome, NewMacroRun } from '../../server/wire/macros.ts';
import type { Message, NewMessage } from '../../server/wire/messages.ts';
import type { Agent } from '../../server/wire/people.ts';
import type { SavedReply } from '../../server/wire/saved-replies.ts';
import type { SavedView, ViewSizes } from '../../server/wire/saved-views.ts';
import type { SearchPage } from '../../server/wire/search.ts';
import type { SendingLine } from '../../server/wire/sending.ts';
import type {
  AgentToServer,
  ConversationPacket,
  ServerToAgent,
} from '../../server/wire/sockets.ts';
import type { Tag } from '../../server/wire/tags.ts';
import type { ApiError } from '../api.ts';

export type PacketName = keyof AgentToServer;
export type PacketRequest<Name extends PacketName> = Parameters<AgentToServer[Name]>[0];
export type PacketAnswer<Name extends PacketName> = Parameters<
  Parameters<AgentToServer[Name]>[1]
>[0];

/** What a live connection reports: every server packet, bundles one by one, and its own ups and downs. */
export type WireHandlers = Omit<ServerToAgent, 'conversations' | 'events'> & {
  conversation(packet: ConversationPacket): void;
  event(event: ConversationEvent): void;
  up(): void;
  /** @param unheard nothing was heard for too long; else somebody said that it ends */
  down(unheard: boolean): void;
  /** The server does not want us: the session ended, or the agent was removed. */
  refused(code: string): void;
};

/** The live connection. `ask` rejects when nothing answers in time or the line is down: never queued. */
export interface Wire {
  start(handlers: WireHandlers): void;
  stop(): void;
  /** Cuts what is left of the connection and dials again. */
  redial(): void;
  ask<Name extends PacketName>(
    name: Name,
    request: PacketRequest<Name>,
  ): Promise<PacketAnswer<Name>>;
}

/** The REST doors the inbox goes through. Every method rejects with a `Refusal` or a network error. */
export interface Doors {
  /** @param ahead of a saved view also what time alone may bring in within so many seconds */
  conversations(view: View, cursor: string | null, ahead?: number): Promise<ConversationPage>;
  conversation(id: string): Promise<OwnConversation>;
  change(id: string, change: ConversationChange): Promise<OwnConversation>;
  /** Each with its own change; what becomes of each is told in the answer. */
  changeMany(changes: ConversationChanges['changes']): Promise<ChangeOutcome[]>;
  counts(): Promise<Counts>;
  line(id: string, before: number | null): Promise<EventPage>;
  events(id: string, after: number): Promise<EventPage>;
  send(id: string, message: NewMessage): Promise<Message>;
  attempt(id: string, messageId: string): Promise<Message>;
  /** Takes a message back that has not gone yet. */
  cancel(id: string, messageId: string): Promise<Message>;
  /** Whoever wrote what the message passes on becomes the customer. */
  makeCustomer(id: string, messageId: string): Promise<unknown>;
  /** Whom an answer would go to; null where there is nobody to choose. */
  recipients(
    id: string,
    mode: 'reply' | 'all',
    answersId: string | null,
  ): Promise<Recipients | null>;
  /** By which ways the customer can be answered now. */
  sending(id: string): Promise<SendingLine[]>;
  read(id: string, seq: number): Promise<void>;
  drafts(id: string): Promise<Draft[]>;
  saveDraft(id: string, kind: Draft['kind'], text: string): Promise<void>;
  agents(): Promise<Agent[]>;
  channels(): Promise<Channel[]>;
  savedReplies(): Promise<SavedReply[]>;
  savedViews(): Promise<SavedView[]>;
  /** How much each of them holds. */
  viewSizes(): Promise<ViewSizes>;
  tags(): Promise<Tag[]>;
  macros(): Promise<Macro[]>;
  /** All of it on all of them, or nothing; the same key again is the same run. */
  runMacro(id: string, run: NewMacroRun): Promise<MacroOutcome>;
  takeRunBack(key: string): Promise<MacroOutcome>;
  /** The tag of this name, made when there is none. */
  coinTag(name: string): Promise<Tag>;
  /** The other goes on in this one. */
  merge(id: string, otherId: string): Promise<MergedConversation>;
  unmerge(id: string, mergeId: string): Promise<Conversation>;
  /** From that message on, its line goes on in a conversation of its own. */
  split(id: string, messageId: string): Promise<SplitConversation>;
  unsplit(id: string, splitId: string): Promise<Conversation>;
  contact(id: string): Promise<Contact>;
  renameContact(id: string, name: string): Promise<Contact>;
  search(asked: Searched, cursor: string | null): Promise<SearchPage>;
}

/** Words, and what narrows them; `from` and `before` are moments. */
export type Searched = {
  q: string;
  person: string | null;
  channel: string | null;
  tag: string | null;
  priority: string | null;
  direction: 'in' | 'out' | 'note' | null;
  has: 'file' | null;
  from: string | null;
  before: string | null;
};

/** Where unsent words survive a crash of the tab. `localStorage` in the browser. */
export interface Keeper {
  list(prefix: string): { key: string; value: string }[];
  put(key: string, value: string): void;
  drop(key: string): void;
}

/** The server understood and said no. Anything else that is thrown means: it may never have arrived. */
export type Refusal = ApiError;

/** A refusal that asking again with the same words cannot change. */
export function isFinal(error: unknown): error is Refusal {
  return isRefusal(error) && error.status < 500 && !PASSING.has(error.status);
}

/** Whether the server answered at all. */
export function isRefusal(error: unknown): error is Refusal {
  return (
    typeof error === 'object' &&
    error !== null &&
    'status' in error &&
    typeof error.status === 'number' &&
    error.status >= 400
  );
}

/** A conversation that is gone must not keep everything else from catching up. */
export function ignoreRefusal(error: unknown): void {
  if (!isRefusal(error)) throw error;
}

/** Timeouts, floods and a session that ended: the words are fine, the moment is not. */
const PASSING = new Set([401, 408, 425, 429]);

/** All that a store has around it. */
export type Outside = {
  wire: Wire;
  doors: Doors;
  keeper: Keeper;
  /** It begins with what the device kept: none of that is certain. */
  kept?: boolean;
  loggedOut: () => void;
  /** The line died and nobody said so: the doors may lead nowhere for a while, too. */
  lineDied: () => void;
};
