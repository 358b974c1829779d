/**
 * What an agent said is said otherwise, or taken back. Shown as on its way; it is so once the platform has done it, and
 * where the platform says no the message stands as it was, with the reason.
 */
import { and, eq } from 'drizzle-orm';
import type { Own } from '../../adapters/adapter.ts';
import { textLength } from '../../adapters/limits.ts';
import { adapterOf } from '../channels/channels.ts';
import { noteRevision, type Revision, reviseOurs } from '../conversations/revisions.ts';
import { attachments } from '../database/schema/messages.ts';
import type { Actor } from '../events/actor.ts';
import { newId } from '../events/ids.ts';
import type { Scope } from '../events/scope.ts';
import { clean } from '../events/text.ts';
import type { Message } from '../wire/messages.ts';
import { Refusal } from '../wire/problems.ts';
import type { Outcome } from './jobs.ts';
import { accessSaid, type Reached, reachSaid, type SaidRow } from './said.ts';
import type { Sender } from './sender.ts';
import { putOnItsWay, tell } from './telling.ts';

const MOST_ATTEMPTS = 6;
const HOUR_MS = 3_600_000;

type Wish = { messageId: string /** null: it is taken back. */; text: string | null };

/**
 * Puts a change of one's own message on its way; a later one takes its place.
 * @throws Refusal not_found, forbidden when somebody else wrote it, invalid, or conflict where the channel does not allow it (any more)
 */
export async function revise(
  scope: Scope,
  actor: Actor,
  conversationId: string,
  { messageId, text }: Wish,
): Promise<Message> {
  const { message, channel } = await accessSaid(scope, actor, conversationId, messageId);
  refuseForeign(message, actor);
  const { capabilities } = adapterOf(scope, channel);
  const { ownEditHours, ownDeleteHours } = capabilities;
  refuseLate(message, text === null ? ownDeleteHours : ownEditHours);
  const words = text === null ? null : clean(text).trim();
  if (words !== null) refuseUnfit(words, capabilities.text);
  const revision = { id: newId(), text: words, problem: null };
  const { agentId, name } = actor;
  const shown = await noteRevision(scope, messageId, revision, {
    kind: 'agent',
    id: agentId,
    name,
  });
  await putOnItsWay(scope, 'revise', messageId);
  return shown;
}

/** Leaves it as it stands: a change that was not taken is forgotten. @throws Refusal not_found, forbidden or conflict */
export async function leaveAsIs(
  scope: Scope,
  actor: Actor,
  conversationId: string,
  messageId: string,
): Promise<Message> {
  const { message } = await accessSaid(scope, actor, conversationId, messageId);
  refuseForeign(message, actor);
  if (!message.revision?.problem) throw new Refusal('conflict', 'No change of it has failed.');
  const { agentId, name } = actor;
  return noteRevision(scope, messageId, null, { kind: 'agent', id: agentId, name });
}

function refuseForeign({ agentId, direction }: SaidRow, actor: Actor): void {
  if (direction === 'out' && agentId === actor.agentId) return;
  throw new Refusal('forbidden', 'Only its writer can change a message, or take it back.');
}

function refuseLate(message: SaidRow, hours: number | null | undefined): void {
  if (hours === undefined) {
    throw new Refusal('conflict', 'This channel does not let us change what was sent.');
  }
  if (!message.externalId) {
    throw new Refusal('conflict', 'The platform does not have the message yet.');
  }
  const since = (message.dueAt ?? message.createdAt).getTime();
  if (hours !== null && Date.now() - since > hours * HOUR_MS) {
    throw new Refusal('conflict', `It is too late: this channel allows it for ${hours} hours.`);
  }
}

function refuseUnfit(text: string, limit: Parameters<typeof fits>[1]): void {
  if (text === '')
    throw new Refusal('invalid', 'text: nothing is left of it; take it back instead.');
  if (!fits(text, limit)) {
    throw new Refusal('invalid', `text: this channel takes up to ${limit.max} in one message.`);
  }
}

const fits = (text: string, limit: { max: number; countedAs: Parameters<typeof textLength>[1] }) =>
  textLength(text, limit.countedAs) <= limit.max;

/** Tells the platform, or decides when to try again. */
export async function tellRevision(
  sender: Sender,
  workspaceId: string,
  messageId: string,
  attempt: number,
): Promise<Outcome> {
  const { store } = sender;
  const telling = await store.in(workspaceId, (scope) => pick(scope, sender, messageId));
  if (!telling) return { done: true };
  const { own, revision, adapter, settings } = telling;
  const tools = sender.tools({ id: settings.channelId, adapter: adapter.id });
  return tell(sender, {
    ...{ workspaceId, channelId: settings.channelId, attempt, mostAttempts: MOST_ATTEMPTS },
    tell: async () => adapter.revise?.(own, revision.text, settings, tools),
    done: (scope) => reviseOurs(scope, messageId, revision),
    refused: (scope, problem) => noteRevision(scope, messageId, { ...revision, problem }),
  });
}

type Telling = Reached & { own: Own; revision: Revision };

async function pick(scope: Scope, sender: Sender, id: string): Promise<Telling | null> {
  const reached = await reachSaid(scope, sender, id);
  const revision = reached?.message.revision;
  if (!reached || !revision || revision.problem !== null) return null;
  const own = and(eq(attachments.workspaceId, scope.workspaceId), eq(attachments.messageId, id));
  const files = await scope.tx.$count(attachments, own);
  return { ...reached, revision, own: { ...reached.said, text: reached.message.text, files } };
}
