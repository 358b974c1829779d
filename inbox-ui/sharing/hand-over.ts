/** What was shared becomes what is being written in a conversation: nothing is sent before somebody presses Send there. */
import { explain } from '../inbox/composer/explain.ts';
import { layFiles, shelfOf } from '../inbox/composer/shelf.ts';
import { kindOf } from '../inbox/composer/writing.ts';
import { rulesOf } from '../inbox/composer/writing-rules.ts';
import { addressOf, wishToWrite } from '../inbox/desk.ts';
import { go } from '../router.ts';
import type { Store } from '../store/store.ts';
import { forgetShared, type Shared } from './shared.ts';

/** Words go below what is written there already. @param id of a conversation that is known */
export async function handOver(store: Store, id: string, { text, files }: Shared): Promise<void> {
  kindOf(id).value = 'reply';
  // Without a network what this device has of the draft is all there is.
  await store.drafts.load(id).catch(() => undefined);
  const written = store.drafts.text(id, 'reply').peek().trimEnd();
  if (text) store.drafts.write(id, 'reply', written ? `${written}\n${text}` : text);
  const rules = rulesOf(store, store.conversations.peek(id), 'reply');
  explain(layFiles(shelfOf(store, id, 'reply'), files, rules), rules);
  await forgetShared();
  go(addressOf(id, 'inbox'), { replace: true });
  wishToWrite('reply');
}
