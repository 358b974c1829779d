/** Whoever answers sees on which page a visitor is: by the token they talk with, which stays in here. */
import { VISIT } from '../trail/mark.ts';
import { post } from './api.ts';
import type { Chat } from './chat.ts';
import { cameTrue, computed } from './signals.ts';

let turn = 0;

export const isVisit = (id: string): boolean => id.startsWith(VISIT);

/** The visit around us is this visitor's, as soon as they talk; told anew under each token, until it is handed over again. */
export async function own({ api, session, line }: Chat, id: string): Promise<void> {
  turn += 1;
  const own = turn;
  const path = `/visits/${id.slice(VISIT.length)}`;
  let told: string | null = null;
  const isDue = () => {
    const token = session.token.value;
    return token !== null && token !== told && line.talk.value !== 'none';
  };
  while (own === turn) {
    await cameTrue(computed(isDue));
    told = session.token.value;
    // Lost, it is told again when the visit goes on somewhere else.
    if (own === turn) await api.call(told, path, post({}, 'PUT')).catch(() => undefined);
  }
}
