/** What a message says: as text where text can say it, as files, or by naming what we cannot show. */

import type { AttachmentReference } from '../message.ts';
import { placeText } from '../meta.ts';
import {
  type Content,
  type Media,
  type Said,
  type SharedContact,
  sharedContact,
} from './shapes.ts';

export type Words = {
  text: string;
  attachments?: AttachmentReference[];
  unsupported?: string;
  context?: string;
};

type Reader = (content: Content) => Words | null;

const READERS = new Map<string, Reader>([
  ['text', ({ text }) => (text ? { text: text.body } : null)],
  ['image', ({ image }) => file(image, 'image.jpg', 'image/jpeg')],
  ['video', ({ video }) => file(video, 'video.mp4', 'video/mp4')],
  ['audio', ({ audio }) => file(audio, audio?.voice ? 'voice.ogg' : 'audio.ogg', 'audio/ogg')],
  ['document', ({ document }) => file(document, 'document', 'application/octet-stream')],
  ['sticker', ({ sticker }) => file(sticker, 'sticker.webp', 'image/webp')],
  ['location', readLocation],
  ['contacts', readContacts],
  ['interactive', readInteractive],
  ['button', ({ button }) => lines([button?.text || button?.payload], '', 'Tapped a button')],
  ['order', readOrder],
  ['unsupported', ({ unsupported }) => nothing(missed(unsupported?.type))],
]);

/** The content of a message of `type`; what is not understood is said not to be. */
export function wordsOf(type: string, content: Content): Words {
  const read = READERS.get(type);
  const words = read?.(content);
  return words ?? nothing(read ? `${article(type)} message` : missed(type));
}

/** Where a message comes from, beside what its own content says about that. */
export function contextOf({ context, referral }: Said, words: Words): string | undefined {
  const product = context?.referred_product?.product_retailer_id;
  const ad = referral && [referral.headline, referral.body, referral.source_url];
  const notes = [
    ad && `From ${referral.source_type === 'post' ? 'a post' : 'an advertisement'}: ${joined(ad)}`,
    product && `About the product ${product}`,
    context?.frequently_forwarded ? 'Forwarded many times' : context?.forwarded && 'Forwarded',
    words.context,
  ];
  return joined(notes, ' · ') || undefined;
}

function file(media: Media | null | undefined, name: string, type: string): Words | null {
  if (!media) return null;
  // "audio/ogg; codecs=opus": the parameters say nothing to us.
  const [given] = (media.mime_type ?? '').split(';');
  const attachment: AttachmentReference = {
    name: media.filename || name,
    type: given || type,
    source: { remote: `${media.id}` },
  };
  return { text: media.caption ?? '', attachments: [attachment] };
}

function readLocation({ location }: Content): Words | null {
  if (!location) return null;
  const { latitude, longitude, name, address } = location;
  return { text: placeText([Number(latitude), Number(longitude)], name, address) };
}

function readContacts({ contacts }: Content): Words | null {
  const cards = (contacts ?? []).filter((one) => sharedContact.Check(one));
  return lines(cards.map(contactText), '\n\n');
}

function contactText({ name, org, phones, emails }: SharedContact): string {
  const reachable = [
    ...(phones ?? []).map(({ phone }) => `${phone ?? ''}`),
    ...(emails ?? []).map(({ email }) => email),
  ];
  return joined([name?.formatted_name, org?.company, ...reachable], '\n');
}

function readInteractive({ interactive }: Content): Words | null {
  if (!interactive) return null;
  const { button_reply: button, list_reply: row, nfm_reply: form } = interactive;
  if (button) return { text: button.title, context: 'Tapped a button' };
  if (row)
    return { text: joined([row.title, row.description], '\n'), context: 'Chose from a list' };
  if (form) return lines([formText(form.response_json) || form.body], '\n', 'Filled in a form');
  const calls = interactive.call_permission_reply?.response;
  return calls ? nothing(`an answer about being called: ${calls}`) : readProduct({ interactive });
}

/** A product of the catalogue, passed on; or whatever else comes with words. */
function readProduct({ interactive }: Content): Words | null {
  const { type, body, product, action } = interactive ?? {};
  const shown = product ?? action;
  const what = shown?.title ?? shown?.product_retailer_id;
  const words = lines([body?.text, what && `Product: ${what}`], '\n');
  return words ?? (type ? nothing(article(type)) : null);
}

/** The answers in a form (a Flow), one a line; '' when they are no object. */
function formText(json: string | null | undefined): string {
  const answers = parsedObject(json ?? '');
  return Object.entries(answers)
    .filter(([key]) => key !== 'flow_token')
    .map(([key, value]) => `${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join('\n');
}

function parsedObject(json: string): object {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

function readOrder({ order }: Content): Words | null {
  if (!order) return null;
  const items = order.product_items.map((item) => {
    const price = item.item_price ? `(${joined([`${item.item_price}`, item.currency], ' ')})` : '';
    return joined([`${item.quantity ?? 1} ×`, item.product_retailer_id, price], ' ');
  });
  return lines([...items, order.text], '\n', 'An order from your catalogue');
}

/** Parts as a text, null when there are none. */
function lines(
  parts: readonly (string | null | undefined)[],
  between: string,
  context?: string,
): Words | null {
  const text = joined(parts, between);
  return text ? { text, ...(context && { context }) } : null;
}

function joined(parts: readonly (string | null | undefined | false)[], between = ' – '): string {
  return parts.filter(Boolean).join(between);
}

const nothing = (unsupported: string): Words => ({ text: '', unsupported });

/** WhatsApp itself hands some types over by their name only. */
const missed = (type: string | null | undefined): string =>
  type && type !== 'unsupported' && type !== 'unknown'
    ? article(type.slice(0, 40))
    : 'something WhatsApp does not pass on';

const article = (type: string): string =>
  `${/^[aeiou]/i.test(type) ? 'an' : 'a'} ${type.replaceAll('_', ' ')}`;
