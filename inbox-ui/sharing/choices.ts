/** Which conversations something can be shared with: the latest open ones, or those that are found. */
import { useEffect, useState } from 'preact/hooks';
import type { OwnConversation } from '../../server/wire/conversations.ts';
import type { Store } from '../store/store.ts';

const REST_MS = 220;
const MOST = 12;

/** @returns null while it is not known yet */
export function useChoices(store: Store, sought: string): OwnConversation[] | null {
  const [found, setFound] = useState<OwnConversation[] | null>(null);
  const q = sought.trim();
  useEffect(() => {
    let current = true;
    const show = (rows: OwnConversation[]) => current && setFound(rows);
    const look = () => (q === '' ? latest(store) : find(store, q)).then(show, () => show([]));
    const timer = setTimeout(look, q === '' ? 0 : REST_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [store, q]);
  return found;
}

async function latest(store: Store): Promise<OwnConversation[]> {
  const list = store.lists.of('inbox');
  await list.load();
  const rows = list.shown.peek().flatMap(({ id }) => store.conversations.peek(id) ?? []);
  return rows.sort((a, b) => b.lastMessageAt.localeCompare(a.lastMessageAt)).slice(0, MOST);
}

async function find(store: Store, q: string): Promise<OwnConversation[]> {
  const nothing = { person: null, direction: null, has: null, before: null, from: null };
  const asked = { q, channel: null, tag: null, priority: null, ...nothing };
  const { data } = await store.doors.search(asked, null);
  const ids = new Set(data.map(({ conversation }) => conversation.id));
  const rows = await Promise.all(
    [...ids].slice(0, MOST).map(async (id) => {
      return store.conversations.peek(id) ?? (await store.doors.conversation(id));
    }),
  );
  const open = rows.filter(({ status }) => status === 'open');
  store.conversations.learn(open);
  return open;
}
