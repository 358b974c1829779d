/**
 * Several talks of one visitor. Each is a line by itself with a token of its own, so to go on with another one is to take
 * its token: the line, the live connection, what is read and what is sent all follow from that, in every tab.
 */
import type { VisitorSession, VisitorTalks } from '../../server/wire/visitor.ts';
import { post } from './api.ts';
import type { Chat } from './chat.ts';
import { answered, edited } from './handling.ts';
import { newKey } from './lock.ts';
import { signal } from './signals.ts';

type Known = Pick<VisitorTalks, 'data' | 'current'>;

const NONE: Known = { data: [], current: '' };
/** As long as the server takes a name for. */
const NAME_LENGTH = 22;

export const talks = signal<Known>(NONE);
/** Answers may come in another order than they were asked for: only the latest counts. */
let asked = 0;

/** Reads which there are, and how much of the others is unread. What fails is as it was, and read again soon. */
export async function readTalks({ api, session, line }: Chat): Promise<void> {
  const token = session.token.peek();
  asked += 1;
  const turn = asked;
  try {
    const found = token
      ? ((await (await session.use((own) => api.call(own, '/talks'))).json()) as VisitorTalks)
      : NONE;
    // Meanwhile another talk, or another visitor, may have taken its place.
    if (session.token.peek() !== token || turn !== asked) return;
    talks.value = found;
    line.elsewhere.value = found.data
      .filter(({ name }) => name !== found.current)
      .reduce((sum, { unread }) => sum + unread, 0);
  } catch {
    // Told by the strip when there is no connection.
  }
}

/** A name for one that begins. */
export const newTalk = (): string => newKey().slice(0, NAME_LENGTH);

/** Nothing that is still to be sent may end up in another talk. */
const waits = ({ outbox, uploads }: Chat): boolean => {
  outbox.reload();
  return outbox.items.peek().length > 0 || (uploads.peek()?.items.peek().length ?? 0) > 0;
};

export type Opened = 'opened' | 'unsent' | 'failed';

/** Goes on with another talk, in all tabs. What is being written stays with the one it is written in. */
export async function openTalk(chat: Chat, name: string): Promise<Opened> {
  if (waits(chat)) return 'unsent';
  const { lock, store } = chat.deps;
  try {
    // Nor does anything go while the talk is changed, from whichever tab.
    return await lock('outbox', async () => {
      const token = await tokenFor(chat, name);
      if (waits(chat)) return 'unsent';
      keepDraft(chat, name);
      answered.value = null;
      edited.value = null;
      store.set('talk', name);
      store.set('session', JSON.stringify({ ...JSON.parse(store.get('session') ?? '{}'), token }));
      chat.session.adopt();
      return 'opened';
    });
  } catch {
    return 'failed';
  }
}

async function tokenFor({ api, session }: Chat, name: string): Promise<string> {
  const before = session.token.peek();
  const answer = await session.use((own) => api.call(own, '/talks', post({ name })));
  const { token } = (await answer.json()) as VisitorSession;
  session.adopt();
  if (session.token.peek() !== before) throw new Error('another tab was first');
  return token;
}

function keepDraft({ deps: { store }, draft }: Chat, name: string): void {
  const kept = `draft:${talks.peek().current}`;
  if (draft.peek()) store.set(kept, draft.peek());
  else store.remove(kept);
  draft.value = store.get(`draft:${name}`) ?? '';
  store.set('draft', draft.peek());
}
