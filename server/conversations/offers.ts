/** What our messages offer to be pressed instead of written, and what is taken of it. */
import { and, eq, isNull } from 'drizzle-orm';
import type { Response } from '../../adapters/message.ts';
import { messages } from '../database/schema/messages.ts';
import type { LineReference } from '../events/effects.ts';
import type { Scope } from '../events/scope.ts';
import { clean } from '../events/text.ts';
import type { Content, Offer } from '../wire/content.ts';
import { Refusal } from '../wire/problems.ts';
import { findLine } from './visitor-line.ts';

/** With clean texts, and nothing to choose twice. @throws Refusal invalid */
export function checkOffer({ kind, ...offered }: Offer): Offer {
  const choices = offered.choices.map((choice) => clean(choice).trim());
  if (new Set(choices).size < choices.length) {
    throw new Refusal('invalid', 'content: the same choice is there twice.');
  }
  return { kind, choices };
}

/**
 * What a visitor says by taking an offer on their own line.
 * @throws Refusal not_found when the line has no such message, invalid when it does not offer that
 */
export async function wordsOf(
  scope: Scope,
  line: LineReference,
  response: Response,
): Promise<string> {
  const thread = await findLine(scope, line);
  const offer = thread && (await findOffer(scope, thread.id, response.of));
  if (!offer) throw new Refusal('not_found', 'There is no such message to answer.');
  const taken = take(offer, response);
  if (taken) return taken.text;
  throw new Refusal('invalid', 'response: the message does not offer that.');
}

/** What is kept of it; null of what fits no offer on the thread, as when a platform repeats one that was taken back. */
export async function contentTaken(
  scope: Scope,
  threadId: string,
  response: Response | undefined,
): Promise<Content | null> {
  if (!response) return null;
  const offer = await findOffer(scope, threadId, response.of);
  return (offer && take(offer, response)?.content) ?? null;
}

type Taken = { text: string; content: Content };

function take(offer: Content, { of, choice }: Response): Taken | null {
  const text = offer.kind === 'choices' ? offer.choices[choice] : undefined;
  return text === undefined ? null : { text, content: { kind: 'chosen', of, choice } };
}

async function findOffer(scope: Scope, threadId: string, id: string): Promise<Content | null> {
  const [row] = await scope.tx
    .select({ content: messages.content })
    .from(messages)
    .where(
      and(
        eq(messages.workspaceId, scope.workspaceId),
        eq(messages.threadId, threadId),
        eq(messages.id, id),
        eq(messages.direction, 'out'),
        isNull(messages.deletedAt),
      ),
    );
  return row?.content ?? null;
}
