/** Files on the way out: which method takes them, and which go together as an album. */
import type { OutboundAttachment } from '../message.ts';

/** How Telegram shows a file; also the name of its field and, with `send`, of its method. */
export type MediaKind = 'photo' | 'video' | 'animation' | 'audio' | 'voice' | 'document';
export type Media = { kind: MediaKind; file: OutboundAttachment };

/** Above this a picture goes as a file. */
const LARGEST_PHOTO = 10 * 1024 * 1024;
const KINDS = new Map<string, MediaKind>([
  ['image/jpeg', 'photo'],
  ['image/png', 'photo'],
  ['image/webp', 'photo'],
  ['image/gif', 'animation'],
  ['video/mp4', 'video'],
  ['audio/mpeg', 'audio'],
  ['audio/mp4', 'audio'],
  ['audio/ogg', 'voice'],
]);

/** Kinds that an album may mix; a kind that is not here goes alone. */
const FAMILIES = new Map<MediaKind, string>([
  ['photo', 'seen'],
  ['video', 'seen'],
  ['audio', 'heard'],
  ['document', 'kept'],
]);

/** In order; neighbours of a family are one album. A message never has more files than an album. */
export function albums(files: readonly OutboundAttachment[]): Media[][] {
  const found: Media[][] = [];
  for (const file of files) {
    const media = { kind: kindOf(file), file };
    const [before] = found.slice(-1);
    if (before?.[0] && together(before[0], media)) before.push(media);
    else found.push([media]);
  }
  return found;
}

function kindOf({ type, size }: OutboundAttachment): MediaKind {
  const kind = KINDS.get(type) ?? 'document';
  return kind === 'photo' && size > LARGEST_PHOTO ? 'document' : kind;
}

function together(one: Media, other: Media): boolean {
  const family = FAMILIES.get(one.kind);
  return family !== undefined && family === FAMILIES.get(other.kind);
}
