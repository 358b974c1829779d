/** What follows a commit: who is told, and which doorbell rings. Carried out in one place (`app.ts` wires it). */
import type { Conversation, Counts } from '../wire/conversations.ts';
import type { ConversationEvent } from '../wire/events.ts';
import type { ListName, TypingPacket } from '../wire/sockets.ts';
import type { VisitorMessage } from '../wire/visitor.ts';

/** The line of one outside person: what their widget listens to. */
export type LineReference = { channelId: string; threadKey: string };

export type Effect =
  | { type: 'conversation'; conversation: Conversation; events: ConversationEvent[]; xid: string }
  | { type: 'line-message'; line: LineReference; message: VisitorMessage }
  | { type: 'line-seen'; line: LineReference; seq: number }
  /** The other end writes; passing, and never logged. */
  | { type: 'typing'; conversationId: string; who: TypingPacket['who'] }
  | { type: 'own-read'; agentId: string; conversationId: string; seq: number }
  | { type: 'own-mention'; agentId: string; conversationId: string; seq: number }
  | {
      type: 'own-draft';
      agentId: string;
      conversationId: string;
      kind: 'reply' | 'note';
      text: string;
    }
  | { type: 'own-counts'; agentId: string; counts: Counts }
  | { type: 'own-profile'; agentId: string }
  | { type: 'list-changed'; what: ListName }
  /** Every socket of this agent, or of one log-in (session or token), is cut at once. */
  | { type: 'access-ended'; agentId: string; credential: string | null }
  /** Visitors' sockets are cut: those of handed back credentials; null: all of the channel, to ask anew who may enter. */
  | { type: 'visitor-ended'; channelId: string; credentials: [string, ...string[]] | null }
  | { type: 'due'; at: Date };
