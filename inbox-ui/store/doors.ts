/** The browser's REST doors. Inside the store a failure is thrown, so that no step can go on without noticing. */
import type { Recipients } from '../../server/wire/addressing.ts';
import type { Channel } from '../../server/wire/channels.ts';
import type { Contact } from '../../server/wire/contacts.ts';
import type { ChangeOutcome } from '../../server/wire/conversation-changes.ts';
import type {
  Conversation,
  ConversationPage,
  Counts,
  Draft,
  MergedConversation,
  OwnConversation,
  SplitConversation,
} from '../../server/wire/conversations.ts';
import type { EventPage } from '../../server/wire/events.ts';
import type { Macro, MacroOutcome } from '../../server/wire/macros.ts';
import type { Message } from '../../server/wire/messages.ts';
import type { Agent } from '../../server/wire/people.ts';
import type { SavedReply } from '../../server/wire/saved-replies.ts';
import type { SavedView, ViewSizes } from '../../server/wire/saved-views.ts';
import type { SearchPage } from '../../server/wire/search.ts';
import type { SendingLine } from '../../server/wire/sending.ts';
import type { Tag } from '../../server/wire/tags.ts';
import { type ApiError, api, type CallOptions, type Query, type Result } from '../api.ts';
import type { Doors } from './transport.ts';

const PAGE = 50;
/** More than a screenful: what is opened first is drawn at once, and the rest is there before one has read up to it. */
const NEWEST = 30;
const FOUND = 20;
/** A question nobody answers must not keep a message "on its way" for ever. */
const PATIENCE_MS = 20_000;

type Data<Item> = { data: Item[] };
type Proposal = { recipients: Recipients | null };

export const doors: Doors = {
  conversations: (view, cursor, ahead = 0) =>
    get<ConversationPage>('conversations', { view, cursor, limit: PAGE, ahead: ahead || null }),
  conversation: (id) => get<OwnConversation>(`conversations/${id}`),
  change: (id, change) => done(api.patch<OwnConversation>(`conversations/${id}`, change, wait())),
  changeMany: async (changes) =>
    (await done(api.post<Data<ChangeOutcome>>('conversations/changes', { changes }, wait()))).data,
  counts: () => get<Counts>('views'),
  line: (id, before) =>
    get<EventPage>(`conversations/${id}/line`, { before, limit: before ? PAGE : NEWEST }),
  events: (id, after) => get<EventPage>(`conversations/${id}/events`, { after, limit: 200 }),
  send: (id, message) =>
    done(api.post<Message>(`conversations/${id}/messages`, message, { ...wait(), keyed: true })),
  attempt: (id, messageId) =>
    done(api.post<Message>(`conversations/${id}/messages/${messageId}/attempts`, {}, wait())),
  cancel: (id, messageId) =>
    done(api.post<Message>(`conversations/${id}/messages/${messageId}/cancellation`, {}, wait())),
  makeCustomer: (id, messageId) =>
    done(api.post(`conversations/${id}/messages/${messageId}/requester`, {}, wait())),
  recipients: async (id, mode, answersId) =>
    (await get<Proposal>(`conversations/${id}/recipients`, { mode, answersId })).recipients,
  sending: async (id) => (await get<Data<SendingLine>>(`conversations/${id}/sending`)).data,
  read: (id, seq) => done(api.put<void>(`conversations/${id}/read`, { seq }, wait())),
  drafts: async (id) => (await get<Data<Draft>>(`conversations/${id}/drafts`)).data,
  saveDraft: (id, kind, text) =>
    done(api.put<void>(`conversations/${id}/draft`, { kind, text }, wait())),
  agents: async () => (await get<Data<Agent>>('agents')).data,
  channels: async () => (await get<Data<Channel>>('channels')).data,
  savedReplies: async () => (await get<Data<SavedReply>>('saved-replies')).data,
  savedViews: async () => (await get<Data<SavedView>>('views/saved')).data,
  viewSizes: () => get<ViewSizes>('views/sizes'),
  macros: async () => (await get<Data<Macro>>('macros')).data,
  runMacro: (id, run) => done(api.post<MacroOutcome>(`macros/${id}/runs`, run, wait())),
  takeRunBack: (key) => done(api.post<MacroOutcome>(`macro-runs/${key}/reversal`, {}, wait())),
  tags: async () => (await get<Data<Tag>>('tags')).data,
  coinTag: (name) => done(api.post<Tag>('tags', { name }, wait())),
  merge: (id, otherId) =>
    done(api.post<MergedConversation>(`conversations/${id}/merges`, { otherId }, wait())),
  unmerge: (id, mergeId) =>
    done(api.remove<Conversation>(`conversations/${id}/merges/${mergeId}`, wait())),
  split: (id, messageId) =>
    done(api.post<SplitConversation>(`conversations/${id}/splits`, { messageId }, wait())),
  unsplit: (id, splitId) =>
    done(api.remove<Conversation>(`conversations/${id}/splits/${splitId}`, wait())),
  contact: (id) => get<Contact>(`contacts/${id}`),
  renameContact: (id, name) => done(api.patch<Contact>(`contacts/${id}`, { name }, wait())),
  search: (asked, cursor) => get<SearchPage>('search', { ...asked, cursor, limit: FOUND }),
};

/** A failure of the API as something to throw. Status 0 means no answer came. */
export class Refused extends Error implements ApiError {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly retryAfter: number | null;
  readonly missed: Message[] | undefined;

  constructor(error: ApiError) {
    super(error.detail || error.code);
    this.status = error.status;
    this.code = error.code;
    this.detail = error.detail;
    this.retryAfter = error.retryAfter;
    this.missed = error.missed;
  }
}

async function get<Value>(path: string, query: Query = {}): Promise<Value> {
  return done(api.get<Value>(path, { ...wait(), query }));
}

async function done<Value>(asked: Promise<Result<Value>>): Promise<Value> {
  const result = await asked;
  if (!result.ok) throw new Refused(result.error);
  return result.value;
}

function wait(): CallOptions {
  return { signal: AbortSignal.timeout(PATIENCE_MS) };
}
