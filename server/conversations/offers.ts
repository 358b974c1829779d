/** What our messages offer to be pressed instead of written, and what is taken of it. */
import { and, eq, isNull } from 'drizzle-orm';
import type { Response } from '../../adapters/message.ts';
import { checkFields } from '../channels/check-intake.ts';
import { messages } from '../database/schema/messages.ts';
import type { LineReference } from '../events/effects.ts';
import type { Scope } from '../events/scope.ts';
import { clean } from '../events/text.ts';
import type { CardButton, Chosen, Content, Offer } from '../wire/content.ts';
import type { GivenAnswer } from '../wire/intake.ts';
import type { Message } from '../wire/messages.ts';
import { Refusal } from '../wire/problems.ts';
import { findLine } from './visitor-line.ts';
import { answersTo } from './visitor-talk.ts';

/** With clean texts, and nothing to choose twice. @throws Refusal invalid */
export function checkOffer(offer: Offer): Offer {
  if (offer.kind === 'form') return { ...offer, fields: checkFields(offer.fields) };
  if (offer.kind === 'cards') return { ...offer, cards: offer.cards.map(checkCard) };
  return { ...offer, choices: different(offer.choices.map(cleanLine)) };
}

type Card = Extract<Offer, { kind: 'cards' }>['cards'][number];

function checkCard({ title, text = '', picture, buttons = [] }: Card): Card {
  const cleaned = buttons.map(checkButton);
  different(cleaned.map(({ label }) => label));
  const said = cleanLine(text);
  return {
    title: cleanLine(title),
    ...(said && { text: said }),
    ...(picture !== undefined && { picture }),
    ...(cleaned.length > 0 && { buttons: cleaned }),
  };
}

function checkButton({ label, url }: CardButton): CardButton {
  if (url === undefined) return { label: cleanLine(label) };
  if (!URL.canParse(url)) throw new Refusal('invalid', 'content: a button leads nowhere.');
  return { label: cleanLine(label), url: new URL(url).href };
}

const cleanLine = (text: string): string => clean(text).trim();

function different(choices: string[]): string[] {
  if (new Set(choices).size === choices.length) return choices;
  throw new Refusal('invalid', 'content: the same choice is there twice.');
}

/** A card shows a file of its own message, and only what may be shown in place. @throws Refusal invalid */
export function refuseUnpictured({ content, attachments }: Message): void {
  if (content?.kind !== 'cards') return;
  for (const { picture } of content.cards) {
    if (picture === undefined || attachments[picture]?.inline) continue;
    throw new Refusal('invalid', `content: ${picture} is no picture among the attachments.`);
  }
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
  throw new Refusal(
    'invalid',
    'response: the message does not offer that, or asks for something else.',
  );
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

function take(offer: Content, response: Response): Taken | null {
  if (response.kind === 'filled') return fill(offer, response);
  const text = said(offer, response);
  return text === null ? null : { text, content: response };
}

type Filled = Extract<Response, { kind: 'filled' }>;

/** As one message, for lists and for whoever reads it; the answers beside it. */
function fill(offer: Content, { kind, of, given }: Filled): Taken | null {
  if (offer.kind !== 'form') return null;
  const { fields } = offer;
  const answers = answersTo({ fields }, given);
  const unfit = fields.some((field) => {
    const needed = field.required || (given[field.id] ?? '').trim() !== '';
    return needed && answersTo({ fields: [field] }, given).length === 0;
  });
  if (unfit || answers.length === 0) return null;
  return { text: answers.map(inWords).join('\n'), content: { kind, of, answers } };
}

function inWords({ kind, label, value }: GivenAnswer): string {
  if (kind === 'consent') return label;
  if (label === '') return value;
  return /[?？:：]$/u.test(label) ? `${label} ${value}` : `${label}: ${value}`;
}

/** Of a card with its title: "Tell me more" alone would not say of what. */
function said(offer: Content, { card, choice }: Chosen): string | null {
  if (offer.kind === 'choices' && card === undefined) return offer.choices[choice] ?? null;
  const chosen = offer.kind === 'cards' && card !== undefined ? offer.cards[card] : undefined;
  const button = chosen?.buttons?.[choice];
  return chosen && button && button.url === undefined ? `${chosen.title}: ${button.label}` : null;
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
