/** What a channel can carry, decided from its declared capabilities: one rule for all who ask. */
import type { Capabilities } from './capabilities.ts';
import { ChannelError } from './errors.ts';
import type { Offer } from './message.ts';

type Content = {
  text: string;
  attachments: readonly { name: string; type: string; size: number }[];
  content?: Offer | { kind: 'chosen' } | { kind: 'filled' } | null;
};

/** The length of a text as the platform counts it. */
export function textLength(text: string, countedAs: Capabilities['text']['countedAs']): number {
  if (countedAs === 'utf16-units') return text.length;
  return countedAs === 'utf8-bytes' ? Buffer.byteLength(text) : [...text].length;
}

/** Why the channel cannot carry this, in words for the agent; null when it can. */
export function whyUnsendable(content: Content, capabilities: Capabilities): string | null {
  return (
    whyTextUnsendable(content, capabilities) ??
    whyFilesUnsendable(content, capabilities) ??
    whyOfferUnsendable(content, capabilities)
  );
}

/**
 * The first line of every `send`.
 * @throws ChannelError `rejected` when the capabilities rule the message out.
 */
export function refuseUnsendable(content: Content, capabilities: Capabilities): void {
  const reason = whyUnsendable(content, capabilities);
  if (reason !== null) throw new ChannelError('rejected', reason);
}

function whyTextUnsendable({ text, attachments }: Content, { text: limit }: Capabilities) {
  if (text === '' && attachments.length === 0) return 'There is nothing to send.';
  if (limit.overlong === 'split' || textLength(text, limit.countedAs) <= limit.max) return null;
  const unit = limit.countedAs === 'utf8-bytes' ? 'bytes' : 'characters';
  return `The text is too long: this channel takes up to ${limit.max} ${unit}.`;
}

function whyFilesUnsendable({ attachments: files }: Content, { attachments: limit }: Capabilities) {
  if (files.length === 0) return null;
  if (limit === null) return 'This channel takes no files.';
  if (files.length > limit.maxCount) {
    return `Too many files: this channel takes up to ${limit.maxCount} with a message.`;
  }
  const tooBig = files.find((file) => file.size > limit.maxBytes);
  if (tooBig) return `“${tooBig.name}” is too big: the limit is ${sizeText(limit.maxBytes)}.`;
  const odd = files.find((file) => !limit.types.some((type) => matches(file.type, type)));
  return odd ? `This channel takes no files like “${odd.name}” (${odd.type}).` : null;
}

function whyOfferUnsendable({ content }: Content, { offers = {} }: Capabilities) {
  if (!content || content.kind === 'chosen' || content.kind === 'filled') return null;
  const { kind, count, labels } = sizeOf(content);
  const limit: { max: number; labelMax?: number } | undefined = offers[kind];
  if (!limit) return `This channel shows no ${kind}.`;
  if (count > limit.max) return `Too much: this channel shows ${kind} of up to ${limit.max}.`;
  const { labelMax = Number.POSITIVE_INFINITY } = limit;
  const long = labels.find((label) => [...label].length > labelMax);
  return long ? `“${long}” is too long: a button has up to ${labelMax} characters.` : null;
}

function sizeOf(offer: Offer): { kind: Offer['kind']; count: number; labels: readonly string[] } {
  const { kind } = offer;
  if (kind === 'choices') return { kind, count: offer.choices.length, labels: offer.choices };
  if (kind === 'form') return { kind, count: offer.fields.length, labels: [] };
  const buttons = offer.cards.flatMap((card) => card.buttons ?? []);
  return { kind, count: offer.cards.length, labels: buttons.map(({ label }) => label) };
}

function matches(type: string, pattern: string): boolean {
  return pattern.endsWith('/*') ? type.startsWith(pattern.slice(0, -1)) : type === pattern;
}

function sizeText(bytes: number): string {
  const [unit, name] = bytes < 1024 * 1024 ? [1024, 'KB'] : [1024 * 1024, 'MB'];
  return `${Math.floor((bytes / unit) * 10) / 10} ${name}`;
}
