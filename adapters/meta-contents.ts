/** What a message on Messenger or Instagram says: the two share the form of its parts. */
import Type, { type Static, type TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import type { AttachmentReference } from './message.ts';
import { isMetaFile, placeText } from './meta.ts';

const maybe = <Schema extends TSchema>(schema: Schema) =>
  Type.Optional(Type.Union([schema, Type.Null()]));
const Text = Type.String();

/** Numbers come as such or as texts. */
const Either = Type.Union([Type.String(), Type.Number()]);

const Element = Type.Object({ title: maybe(Text), subtitle: maybe(Text) });
const elements = maybe(Type.Array(Element));

const Attachment = Type.Object({
  type: Text,
  title: maybe(Text),
  url: maybe(Text),
  payload: maybe(
    Type.Object({
      url: maybe(Text),
      title: maybe(Text),
      sticker_id: maybe(Either),
      ig_post_media_id: maybe(Either),
      coordinates: maybe(Type.Object({ lat: Either, long: Either })),
      text: maybe(Text),
      elements,
      product: maybe(Type.Object({ elements })),
      generic: maybe(Type.Object({ elements })),
    }),
  ),
});
type Attachment = Static<typeof Attachment>;
const Known = Compile(Attachment);
const Named = Compile(Type.Object({ type: Text }));

export const Referral = Type.Object({
  ref: maybe(Text),
  source: maybe(Text),
  type: maybe(Text),
  ad_id: maybe(Text),
  ads_context_data: maybe(Type.Object({ ad_title: maybe(Text) })),
  product: maybe(Type.Object({ id: maybe(Text) })),
});

type Parts = {
  text?: string | null | undefined;
  attachments?: readonly unknown[] | null | undefined;
};

/** What a message comes out as; `contexts` are lines above it. */
export type Content = {
  text: string;
  attachments: AttachmentReference[];
  unsupported: string | null;
  contexts: string[];
};

type Part = {
  line?: string;
  file?: AttachmentReference;
  unsupported?: string;
  context?: string;
};

/** `app`: how the platform is called where it passes nothing on. */
export function contentOf({ text, attachments }: Parts, app: string): Content {
  const parts = withoutRepeats((attachments ?? []).map(known)).map(readPart);
  const lines = parts.flatMap(({ line }) => (line && !text?.includes(line) ? [line] : []));
  const files = parts.flatMap(({ file }) => (file ? [file] : []));
  const said = [text, ...lines].filter(Boolean).join('\n');
  const missed = parts.find(({ unsupported }) => unsupported)?.unsupported ?? null;
  const isEmpty = said === '' && files.length === 0;
  return {
    text: said,
    attachments: files,
    unsupported: missed ?? (isEmpty ? `something ${app} does not pass on` : null),
    contexts: parts.flatMap(({ context }) => (context ? [context] : [])),
  };
}

/** Where somebody comes from, in words: an advertisement, a link. */
export function referralText(referral: Static<typeof Referral>): string {
  const { ads_context_data: ad, ad_id: id, product, ref } = referral;
  if (product?.id) return `About the product ${product.id}`;
  const isAd = referral.source === 'ADS' || Boolean(id);
  const from = isAd ? 'From an advertisement' : 'From a link';
  const what = ad?.ad_title || ref || (id && `number ${id}`);
  return what ? `${from}: ${what}` : from;
}

/** One in a form we do not know costs neither the others nor the words beside it. */
function known(attachment: unknown): Attachment {
  if (Known.Check(attachment)) return attachment;
  return { type: Named.Check(attachment) ? attachment.type : 'attachment' };
}

/** Stickers until August 2026 and shared posts came twice: as a picture, or a share, and as themselves. */
function withoutRepeats(attachments: readonly Attachment[]): Attachment[] {
  const named = ({ payload }: Attachment) =>
    payload?.sticker_id ?? payload?.ig_post_media_id ?? payload?.url;
  return attachments.filter((one, index) => {
    const name = named(one);
    return !name || attachments.findIndex((other) => named(other) === name) === index;
  });
}

/** The kinds of files, and how one is called whose address names it not. */
const FILES = new Map([
  ['image', ['image.jpg', 'image/jpeg']],
  ['video', ['video.mp4', 'video/mp4']],
  ['audio', ['audio.mp4', 'audio/mp4']],
  ['file', ['file', 'application/octet-stream']],
  ['sticker', ['sticker.png', 'image/png']],
  ['story_mention', ['story', 'application/octet-stream']],
] as const);

/** What people pass on to us from elsewhere on the platform. */
const SHARED = new Map([
  ['reel', 'Shared a reel'],
  ['ig_reel', 'Shared a reel'],
  ['post', 'Shared a post'],
  ['ig_post', 'Shared a post'],
  ['share', 'Shared a post'],
  ['ig_story', 'Shared a story'],
  ['story_mention', 'Mentioned you in a story'],
]);

function readPart(attachment: Attachment): Part {
  const { type, payload } = attachment;
  const shared = SHARED.get(type);
  const context = shared ? { context: shared } : {};
  if (payload?.coordinates) {
    const { lat, long } = payload.coordinates;
    return { line: placeText([Number(lat), Number(long)], attachment.title) };
  }
  const card = cardText(payload);
  if (card) return { line: card, ...context };
  const file = fileOf(attachment);
  if (file) return { file, ...context };
  const line = linkText(attachment);
  if (line) return { line, ...context };
  if (NAMELESS.has(type)) return context;
  const what = type.replace('ig_', '').slice(0, 40).replaceAll('_', ' ');
  return { unsupported: `${/^[aeiou]/i.test(what) ? 'an' : 'a'} ${what}`, ...context };
}

/** What the platform calls what it does not pass on: no word for people. */
const NAMELESS = new Set(['fallback', 'template', 'unsupported_type', 'attachment']);

/** Cards of a template: ours come back so with their echo. */
function cardText(payload: Attachment['payload']): string {
  const { text, product, generic, elements } = payload ?? {};
  const cards = elements ?? product?.elements ?? generic?.elements ?? [];
  return [text, ...cards.map(elementText)].filter(Boolean).join('\n');
}

const elementText = ({ title, subtitle }: Static<typeof Element>): string =>
  [title, subtitle].filter(Boolean).join(' – ');

function linkText({ title, url, payload }: Attachment): string {
  return [title ?? payload?.title, payload?.url ?? url].filter(Boolean).join('\n');
}

/** A file of a known kind; a shared thing where its address leads to the thing itself. */
function fileOf({ type, payload }: Attachment): AttachmentReference | null {
  const url = payload?.url;
  const known = [...FILES].find(([kind]) => kind === type)?.[1];
  if (!url || !(known || isMetaFile(url))) return null;
  const [name, mime] = known ?? [type.replace('ig_', ''), 'application/octet-stream'];
  return { name: nameIn(url) ?? name, type: mime, source: { remote: url } };
}

/** The name a file's address ends with, where it is one people gave. */
function nameIn(url: string): string | null {
  const last = URL.parse(url)?.pathname.split('/').at(-1) ?? '';
  return /^[\w.-]{1,100}\.[A-Za-z0-9]{1,5}$/.test(last) ? last : null;
}
