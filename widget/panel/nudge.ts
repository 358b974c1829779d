/** What the other scripts of the page tell. What was pressed beside the launcher stands in the log, and goes with the answer to it. */
import type { Engagement } from '../../server/wire/nudges.ts';
import type { Chat } from './chat.ts';
import { cameTrue, computed } from './signals.ts';
import { isVisit, own } from './visit.ts';

/** Its words come from the server: the page around us only says which it was. A talk that goes on is not begun by it. */
export async function take(chat: Chat, id: string): Promise<void> {
  if (isVisit(id)) return own(chat, id);
  const { line, session, outbox } = chat;
  await cameTrue(computed(() => session.token.value === null || line.loaded.value));
  if (line.talk.value === 'open' || outbox.items.value.length > 0) return;
  const answer = await chat.api.call(null, '/engagement').catch(() => null);
  const known = (await answer?.json()) as Engagement | undefined;
  chat.nudge.value = known?.nudges.find((nudge) => nudge.id === id) ?? null;
  // Answered, it stands on the line itself.
  await cameTrue(computed(() => line.talk.value === 'open'));
  chat.nudge.value = null;
}
