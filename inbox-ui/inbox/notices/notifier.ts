/**
 * Tells an agent who looks elsewhere that a customer wrote: a sound, and a notice of the system where that is allowed.
 * What comes in one breath is told once; of several tabs one tells, and none while any of them is looked at.
 */
import { isQuiet } from '../../../server/wire/notice-rules.ts';
import { preferences } from '../../session/preferences.ts';
import type { Change } from '../../store/conversations.ts';
import type { Store } from '../../store/store.ts';
import { words } from '../../words/words.ts';
import { hasDesktop, showNotice } from './desktop.ts';
import { isNews } from './news.ts';
import { isPushed } from './push.ts';
import { ring } from './sound.ts';
import { Tabs } from './tabs.ts';

const BREATH_MS = 500;

/** @returns the end of it */
export function startNotifier(store: Store): () => void {
  const tabs = new Tabs(store.reading.attentive);
  const told = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tell = async () => {
    timer = undefined;
    const ids = [...told].filter((id) => store.conversations.peek(id)?.status === 'open');
    told.clear();
    const { sound, quietHours } = preferences.peek();
    if (ids.length === 0 || !tabs.mayTell || isQuiet(quietHours, new Date())) return;
    if (sound) ring();
    // Where notices are pushed, one is enough.
    if (hasDesktop() && !isPushed.peek() && !(await tabs.isLookedAt())) show(store, ids);
  };
  const stop = store.conversations.follow((change) => {
    if (!isWanted(store, change)) return;
    told.add(change.id);
    timer ??= setTimeout(() => void tell(), BREATH_MS);
  });
  return () => {
    clearTimeout(timer);
    stop();
    tabs.close();
  };
}

function isWanted({ me, reading, openedId }: Store, change: Change): boolean {
  // Whoever has it before their eyes needs no telling.
  if (reading.attentive.peek() && openedId.peek() === change.id) return false;
  return isNews(change, { me: me.id, about: preferences.peek().notices, now: Date.now() });
}

function show(store: Store, ids: readonly string[]): void {
  const { notices } = words.peek().inbox;
  const [first] = ids;
  const row = first === undefined ? undefined : store.conversations.peek(first);
  if (!row) return;
  if (ids.length === 1) {
    showNotice({ title: row.contact.name, body: row.preview, to: `/inbox/inbox/${row.id}` });
    return;
  }
  const names = ids.map((id) => store.conversations.peek(id)?.contact.name ?? '');
  showNotice({ title: notices.several(ids.length), body: names.join(', '), to: '/inbox/inbox' });
}
