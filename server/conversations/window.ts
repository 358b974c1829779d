/** How long a thread may be answered in free text, and how often: some platforms count both from the last message in. */
import { and, count, eq, gt, inArray, isNull, max } from 'drizzle-orm';
import type { Capabilities } from '../../adapters/capabilities.ts';
import type { ChannelRow } from '../channels/access.ts';
import type { threads } from '../database/schema/conversations.ts';
import { messages } from '../database/schema/messages.ts';
import type { Scope } from '../events/scope.ts';
import { Refusal } from '../wire/problems.ts';

export type Window = {
  /** null: never. */
  closesAt: Date | null;
  /** null: any number. */
  answersLeft: number | null;
};

type Heard = Pick<typeof threads.$inferSelect, 'heardAt' | 'answers' | 'createdAt'>;
type Rules = Pick<Capabilities, 'replyWindowHours' | 'answersPerMessage' | 'templates'>;

/** What counts on a channel as it is set up. */
export function rulesOn(
  { widerWindow, ...rules }: Capabilities,
  { settings }: Pick<ChannelRow, 'settings'>,
): Rules {
  const wider = widerWindow && settings[widerWindow.setting] === 'on';
  return wider ? { ...rules, replyWindowHours: widerWindow.hours } : rules;
}

const HOUR_MS = 60 * 60_000;

/**
 * The thread as the platform sees it: an answer that was taken back, or that it did not take, is none, and may be
 * given again.
 */
export async function heardOn(
  scope: Scope,
  thread: Heard & { id: string },
  rules: Rules,
): Promise<Heard> {
  if (rules.answersPerMessage === undefined) return thread;
  const mine = and(eq(messages.workspaceId, scope.workspaceId), eq(messages.threadId, thread.id));
  const [theirs] = await scope.tx
    .select({ last: max(messages.threadSeq) })
    .from(messages)
    .where(and(mine, eq(messages.direction, 'in')));
  const [never] = await scope.tx
    .select({ given: count() })
    .from(messages)
    .where(
      and(
        mine,
        eq(messages.direction, 'out'),
        inArray(messages.state, ['failed', 'cancelled']),
        isNull(messages.externalId),
        gt(messages.threadSeq, theirs?.last ?? 0),
      ),
    );
  return { ...thread, answers: thread.answers - (never?.given ?? 0) };
}

/** Whoever never wrote has opened nothing: such a window was closed from the beginning. */
export function windowOf({ heardAt, answers, createdAt }: Heard, rules: Rules): Window {
  const { replyWindowHours: hours, answersPerMessage: most } = rules;
  const opened = heardAt && new Date(heardAt.getTime() + (hours ?? 0) * HOUR_MS);
  return {
    closesAt: hours === null ? null : (opened ?? createdAt),
    answersLeft: most === undefined ? null : Math.max(0, most - answers),
  };
}

/**
 * @param at when it would go out
 * @throws Refusal conflict, with what can be done instead
 */
export function refuseClosed(heard: Heard, rules: Rules, at: Date): void {
  const { closesAt, answersLeft } = windowOf(heard, rules);
  const instead = rules.templates
    ? 'Send one of the approved templates, or wait until they write again.'
    : 'They have to write again first.';
  if (closesAt && closesAt <= at) {
    const hours = rules.replyWindowHours;
    const words = `This channel takes answers for ${hours} hours after their last message.`;
    throw new Refusal('conflict', `${words} ${instead}`);
  }
  if (answersLeft === 0) {
    const most = rules.answersPerMessage;
    const words = `This channel takes ${most} answers to each message of theirs, and all of them were given.`;
    throw new Refusal('conflict', `${words} ${instead}`);
  }
}
