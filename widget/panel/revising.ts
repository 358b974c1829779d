/** What a visitor does with messages: the last one is said otherwise or taken back, any is answered, and reacted to. */
import { CHANGEABLE_MS } from '../../server/wire/own-words.ts';
import type { VisitorMessage } from '../../server/wire/visitor.ts';
import { post } from './api.ts';
import type { Chat } from './chat.ts';
import { Refused, Unreachable } from './errors.ts';
import { answered, edited, reached } from './handling.ts';
import { signal } from './signals.ts';

/** What came of it, for those who hear the panel. */
export const outcome = signal<'changed' | 'removed' | null>(null);

/** Why nothing came of it: nobody can be reached, it stands for good, or something else. */
export type Trouble = 'offline' | 'late' | 'failed';

/** The one message the server would let them change, as far as is known here. */
export function changeable({ line, outbox }: Chat): VisitorMessage | null {
  const last = line.messages.value.findLast(
    ({ direction, author, deleted }) => !deleted && (direction === 'in' || author !== null),
  );
  // What came by mail has no key of ours, and what waits to be sent will be newer.
  if (last?.direction !== 'in' || last.key === null || outbox.items.value.length > 0) return null;
  return Date.now() - Date.parse(last.createdAt) < CHANGEABLE_MS ? last : null;
}

/** Puts the last message under the pen. @returns whether there is one */
export function editLast(chat: Chat): void {
  const last = changeable(chat);
  if (!last) return;
  reached.value = true;
  edited.value = last.id;
}

/** @param text null: it is taken back @returns null when it is done */
export async function change(chat: Chat, id: string, text: string | null): Promise<Trouble | null> {
  outcome.value = null;
  const wish = text === null ? { method: 'DELETE' } : post({ text }, 'PATCH');
  const trouble = await ask(chat, id, wish);
  if (trouble === null) outcome.value = text === null ? 'removed' : 'changed';
  return trouble;
}

/** What came of it is on the line when this is done. */
async function ask(chat: Chat, path: string, wish: RequestInit): Promise<Trouble | null> {
  try {
    const told = await chat.session.use((token) => chat.api.call(token, `/messages/${path}`, wish));
    chat.sync.offer((await told.json()) as VisitorMessage);
    return null;
  } catch (error) {
    if (error instanceof Unreachable) return 'offline';
    const isLate = error instanceof Refused && (error.status === 409 || error.status === 404);
    return isLate ? 'late' : 'failed';
  }
}

/** @param emoji null: it is taken back @returns null when it is done */
export const react = (chat: Chat, id: string, emoji: string | null): Promise<Trouble | null> =>
  ask(chat, `${id}/reaction`, post({ emoji }, 'PUT'));

/** The next message answers this one. */
export function answer(chat: Chat, id: string): void {
  answered.value = id;
  leave(chat);
}

/** Back to where one writes on. */
export function leave(chat: Chat): void {
  edited.value = null;
  chat.place.focusWish.value += 1;
}

/** What can no longer be changed can still be said: the words go on in the field, after what stands there. */
export function sayAnew(chat: Chat, text: string): void {
  const begun = chat.draft.value.trim();
  chat.typed(begun ? `${begun}\n${text}` : text);
  leave(chat);
}
