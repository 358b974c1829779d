/** What a visitor does with messages that stand there. All that follows from it is fetched when it is used. */
import { signal } from './signals.ts';

/** Somebody reaches for a message: what can be done with it is offered. */
export const reached = signal(false);
/** The message that is being said otherwise, by its id. */
export const edited = signal<string | null>(null);
/** The message that the next one answers, by its id. */
export const answered = signal<string | null>(null);
