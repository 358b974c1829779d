/** The agent's own marks on conversations, as they move elsewhere: in another tab, or by a colleague's note. */
import type { OwnConversation } from '../../server/wire/conversations.ts';
import type { Conversations } from './conversations.ts';
import type { Drafts } from './drafts.ts';
import type { SavedViews } from './saved-views.ts';
import type { WireHandlers } from './transport.ts';

type Told<Name extends 'read' | 'mentioned' | 'draft'> = Parameters<WireHandlers[Name]>[0];
type Outside = { conversations: Conversations; drafts: Drafts; savedViews: SavedViews };

export class Marks {
  readonly #outside: Outside;

  constructor(outside: Outside) {
    this.#outside = outside;
  }

  /** What changed while nothing was told, as it is now, and which conversations have a draft of the agent's. */
  catchUp(rows: OwnConversation[], drafts: readonly string[]): void {
    const { conversations, drafts: own } = this.#outside;
    conversations.learn(rows, 'stranger');
    for (const { id, readSeq } of rows) conversations.markTold(id, readSeq);
    const drafted = new Set(drafts);
    const waiting = own.waiting();
    for (const { id, hasDraft } of conversations.all()) {
      const has = drafted.delete(id) || waiting.has(id);
      if (has !== hasDraft) conversations.mark(id, { hasDraft: has }, 'told');
    }
    // Begun elsewhere, in what was not read here.
    for (const id of drafted) void conversations.refresh(id, 'stranger').catch(() => undefined);
  }

  read({ conversationId: id, seq }: Told<'read'>): void {
    this.#outside.conversations.markTold(id, seq);
    this.#outside.savedViews.doubtAbout('unread');
  }

  mentioned({ conversationId: id, seq }: Told<'mentioned'>): void {
    const { conversations } = this.#outside;
    if (conversations.peek(id)) conversations.mark(id, { mentionSeq: seq }, 'told');
    else void conversations.refresh(id, 'stranger').catch(() => undefined);
  }

  drafted(packet: Told<'draft'>): void {
    const { conversations, drafts, savedViews } = this.#outside;
    drafts.receive(packet);
    savedViews.doubtAbout('draft');
    const { conversationId: id, text } = packet;
    const known = conversations.peek(id) !== undefined;
    if (known && text !== '') conversations.mark(id, { hasDraft: true });
    // The other kind of draft may still be there; of what was not known here, all is news.
    else void conversations.refresh(id, known ? 'read' : 'stranger').catch(() => undefined);
  }
}
