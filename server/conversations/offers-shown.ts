/** Offers as visitors see them. */
import type { Message } from '../wire/messages.ts';
import type { VisitorMessage } from '../wire/visitor.ts';

/** What they took of an offer they know themselves. */
export function shownOffer({ content, attachments }: Message): Pick<VisitorMessage, 'content'> {
  if (!content || 'of' in content) return {};
  if (content.kind !== 'cards') return { content };
  const cards = content.cards.map(({ picture, ...card }) => {
    const file = picture === undefined ? undefined : attachments[picture];
    return { ...card, ...(file && { picture: file.id }) };
  });
  return { content: { kind: 'cards', cards } };
}
