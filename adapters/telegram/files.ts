/** Files in a message: each lies with Telegram under a `file_id`, which `download` opens. */
import type { Static } from 'typebox';
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import type { AttachmentReference } from '../message.ts';
import type { Content, Read } from './part.ts';

const FileId = Type.String({ minLength: 1, maxLength: 400 });
const Size = Type.Optional(Type.Integer({ minimum: 0 }));
const file = {
  file_id: FileId,
  file_size: Size,
  file_name: Type.Optional(Type.String()),
  mime_type: Type.Optional(Type.String()),
};
const FileType = Type.Object(file);
const File = Compile(FileType);
const Photo = Compile(
  Type.Array(
    Type.Object({
      file_id: FileId,
      file_size: Size,
      width: Type.Integer(),
      height: Type.Integer(),
    }),
    { minItems: 1 },
  ),
);
const Sticker = Compile(
  Type.Object({
    file_id: FileId,
    file_size: Size,
    emoji: Type.Optional(Type.String()),
    is_animated: Type.Optional(Type.Boolean()),
    is_video: Type.Optional(Type.Boolean()),
    thumbnail: Type.Optional(Type.Object({ file_id: FileId, file_size: Size })),
  }),
);

/** One reader for each field of a message that is a file; null: of another shape. */
export const fileReaders: readonly [field: string, read: Read][] = [
  // Both also fill an older field, for bots that do not know them.
  ['animation', fileOf('animation.mp4', 'video/mp4')],
  ['live_photo', fileOf('live-photo.mp4', 'video/mp4')],
  ['photo', readPhoto],
  ['video', fileOf('video.mp4', 'video/mp4')],
  ['video_note', fileOf('video-message.mp4', 'video/mp4')],
  ['voice', fileOf('voice.ogg', 'audio/ogg')],
  ['audio', fileOf('audio.mp3', 'audio/mpeg')],
  ['document', fileOf('file', 'application/octet-stream')],
  ['sticker', readSticker],
];

function fileOf(name: string, type: string): Read {
  return (value) => (File.Check(value) ? content(reference(value, name, type)) : null);
}

/** The largest of the sizes a photo comes in. */
function readPhoto(value: unknown): Content | null {
  if (!Photo.Check(value)) return null;
  const [largest] = value.toSorted((a, b) => b.width * b.height - a.width * a.height);
  return largest ? content(reference(largest, 'photo.jpg', 'image/jpeg')) : null;
}

/** A still or a video is an image; of an animation in Telegram's own format, its thumbnail is. */
function readSticker(value: unknown): Content | null {
  if (!Sticker.Check(value)) return null;
  const { emoji, thumbnail } = value;
  if (value.is_video) return content(reference(value, 'sticker.webm', 'video/webm'));
  if (!value.is_animated) return content(reference(value, 'sticker.webp', 'image/webp'));
  if (thumbnail) return content(reference(thumbnail, 'sticker.webp', 'image/webp'));
  return { text: '', unsupported: emoji ? `a sticker ${emoji}` : 'a sticker' };
}

function content(attachment: AttachmentReference): Content {
  return { text: '', attachments: [attachment] };
}

function reference(
  { file_id: remote, file_size: size, file_name, mime_type }: Static<typeof FileType>,
  name: string,
  type: string,
): AttachmentReference {
  return {
    name: file_name || name,
    type: mime_type || type,
    ...(size !== undefined && { size }),
    source: { remote },
  };
}
