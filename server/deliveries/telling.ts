/** What is told to a platform about a message that is there already: put on its way, told, and what becomes of trouble. */
import { ChannelError } from '../../adapters/errors.ts';
import { markFailing } from '../channels/access.ts';
import { jobs } from '../database/schema/workspaces.ts';
import type { Scope } from '../events/scope.ts';
import type { Outcome } from './jobs.ts';
import { backoff, type Sender } from './sender.ts';

/** One after the other for each message: the last one is what stays. */
export async function putOnItsWay(
  scope: Scope,
  kind: 'react' | 'revise',
  messageId: string,
): Promise<void> {
  const { workspaceId } = scope;
  await scope.tx.insert(jobs).values({ workspaceId, kind, subjectId: messageId, lane: messageId });
  scope.effects.push({ type: 'due', at: new Date() });
}

type Telling = {
  workspaceId: string;
  channelId: string;
  attempt: number;
  mostAttempts: number;
  tell(): Promise<void>;
  done?(scope: Scope): Promise<unknown>;
  /** The platform says no, and why. */
  refused(scope: Scope, problem: string): Promise<unknown>;
};

/** Tells it, or decides when to try again. */
export async function tell({ store }: Sender, telling: Telling): Promise<Outcome> {
  const { workspaceId, channelId, attempt, mostAttempts, done, refused } = telling;
  try {
    await telling.tell();
  } catch (error) {
    const told = error instanceof ChannelError ? error : BROKEN;
    if (told.kind === 'retry' && attempt < mostAttempts) {
      return { done: false, againInMs: told.retryAfterMs ?? backoff(attempt) };
    }
    await store.in(workspaceId, async (scope) => {
      if (told.kind === 'unauthorized') await markFailing(scope, channelId, told.reason);
      await refused(scope, told.reason);
    });
    return { done: true };
  }
  if (done) await store.in(workspaceId, done);
  return { done: true };
}

const BROKEN = new ChannelError('rejected', 'Something failed while telling the platform.');
