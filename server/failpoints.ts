/**
 * Named moments at which a process kills itself when it was started to (FAILPOINT): so it can be tried what a crash
 * just there leaves behind. In every other process each of them is one comparison with null.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

/** Where the work came in, or what is being done. */
type Place =
  | ('webhook' | 'visitor' | 'reply' | 'work' | 'mail' | 'listen')
  | ('deliver' | 'settle' | 'fetch');

/** Commits are a scope's, calls are those to platforms, and finishing takes a job off the queue. */
type Moment =
  | 'begin'
  | 'before-commit'
  | 'after-commit'
  | 'after-publish'
  | 'before-answer'
  | 'after-answer'
  | 'before-call'
  | 'after-call'
  | 'claimed'
  | 'before-finish'
  | 'after-finish';

const STORED: readonly Moment[] = ['before-commit', 'after-commit', 'after-publish'];
const ANSWERED: readonly Moment[] = ['begin', ...STORED, 'before-answer', 'after-answer'];
const CALLED: readonly Moment[] = ['before-call', 'after-call'];
const FINISHED: readonly Moment[] = ['before-finish', 'after-finish'];

const moments: Record<Place, readonly Moment[]> = {
  webhook: ANSWERED,
  visitor: ANSWERED,
  reply: ANSWERED,
  work: ANSWERED,
  mail: [...STORED, 'before-answer', 'after-answer'],
  listen: [...CALLED, ...STORED],
  deliver: ['claimed', 'before-commit', 'after-commit', ...CALLED],
  settle: STORED,
  fetch: ['claimed', ...CALLED, ...STORED, ...FINISHED],
};

/** Every point there is, as `place.moment`. */
export const failpoints: readonly string[] = Object.entries(moments).flatMap(([place, some]) =>
  some.map((moment) => `${place}.${moment}`),
);

type Armed = { place: string; moment: string; passings: number; at: AsyncLocalStorage<string> };

/** For the process, not for a hub: what it decides is when the process ends. */
let armed: Armed | null = null;

/** @param point `webhook.after-commit`, or with `:3` the third time it is passed */
export function arm(point: string): void {
  const [name = '', passings = '1'] = point.split(':');
  const [place = '', moment = ''] = name.split('.');
  armed = { place, moment, passings: Number(passings), at: new AsyncLocalStorage() };
}

export const isArmed = (): boolean => armed !== null;

/** Work whose moments have that place's names. */
export const inPlace = <Result>(place: string, work: () => Result): Result =>
  armed === null ? work() : armed.at.run(place, work);

/** The end, if it was asked for here. A signal to oneself has come before the call is over. */
export function passing(moment: Moment): void {
  if (armed === null) return;
  if (moment !== armed.moment || armed.at.getStore() !== armed.place) return;
  armed.passings -= 1;
  if (armed.passings === 0) process.kill(process.pid, 'SIGKILL');
}
