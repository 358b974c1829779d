/** Files: what came in is fetched by its id, what goes out is uploaded first. Both live for three days. */
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import type { RemoteFile, Settings, Tools } from '../adapter.ts';
import { ChannelError } from '../errors.ts';
import type { OutboundAttachment } from '../message.ts';
import { multipart } from '../multipart.ts';
import { callPlatform, fileOf, readAnswer } from '../platform.ts';
import { call, neverSaid, type Reach } from './api.ts';

const Uploaded = Compile(Type.Object({ media_id: Type.String({ minLength: 1 }) }));
const Elsewhere = Compile(Type.Object({ video_url: Type.String() }));

const MAX_VOICE = 2 * 1024 * 1024;

/** Opens a file. A video is answered with the address where it lies, which is asked without token. */
export async function download(
  mediaId: string,
  settings: Settings,
  tools: Tools,
): Promise<RemoteFile> {
  const path = `/cgi-bin/media/get?media_id=${encodeURIComponent(mediaId)}`;
  const response = await call(path, {}, { settings, tools });
  const type = response.headers.get('content-type') ?? '';
  if (!/json|text/.test(type)) return fileOf(response);
  const { video_url: url } = await readAnswer(response, Elsewhere);
  return fileOf(await callPlatform(url, {}, tools));
}

/** The part of a message that shows the file. @throws ChannelError; nothing was said then */
export async function upload(file: OutboundAttachment, reach: Reach) {
  const kind = kindOf(file);
  if (kind === 'voice' && file.size > MAX_VOICE) {
    throw new ChannelError(
      'rejected',
      `“${file.name}” is too big: WeChat takes recordings up to 2 MB.`,
    );
  }
  try {
    const init = await form(file, kind);
    const response = await call(`/cgi-bin/media/upload?type=${kind}`, init, reach);
    const { media_id } = await readAnswer(response, Uploaded);
    return { msgtype: kind, [kind]: { media_id } };
  } catch (error) {
    throw error instanceof ChannelError ? neverSaid(error) : error;
  }
}

function kindOf({ type }: OutboundAttachment): 'image' | 'voice' | 'video' {
  if (type.startsWith('image/')) return 'image';
  return type.startsWith('audio/') ? 'voice' : 'video';
}

/** WeChat goes by the ending of the name; the rest of it is shown to nobody. */
const ENDINGS: Record<string, string> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
  'audio/mpeg': 'mp3',
  'audio/amr': 'amr',
};

async function form(file: OutboundAttachment, kind: string): Promise<RequestInit> {
  const name = `${kind}.${ENDINGS[file.type] ?? 'mp4'}`;
  const content = await file.read();
  const part = { name: 'media', file: { name, type: file.type, content } };
  return { method: 'POST', body: multipart([part], file.id) };
}
