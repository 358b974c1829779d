/** Files that came in: with LINE, in its shop of stickers, or where a LINE app put them. */
import type { RemoteFile, Settings, Tools } from '../adapter.ts';
import { ChannelError } from '../errors.ts';
import { callPlatform, fileOf } from '../platform.ts';
import { apiAddress, credentials } from './settings.ts';

/** How `remote` references are written; `download` reads them. */
export const remote = {
  content: (messageId: string) => `content:${messageId}`,
  sticker: (stickerId: string) => `sticker:${stickerId}`,
  elsewhere: (url: string) => `url:${url}`,
};

/** Asked again after this long while LINE still prepares a long video. */
const PREPARING_MS = 5_000;

/** Opens a file. Our token goes to LINE's own host only. */
export async function download(
  reference: string,
  settings: Settings,
  tools: Tools,
): Promise<RemoteFile> {
  const colon = reference.indexOf(':');
  const [place, name] = [reference.slice(0, colon), reference.slice(colon + 1)];
  if (place === 'content') return fetchContent(name, settings, tools);
  const url = place === 'sticker' ? stickerAddress(name) : webAddress(name);
  return fileOf(await callPlatform(url, {}, tools, explain));
}

async function fetchContent(id: string, settings: Settings, tools: Tools): Promise<RemoteFile> {
  const path = `/v2/bot/message/${encodeURIComponent(id)}/content`;
  const url = apiAddress(path, settings, 'api-data');
  const response = await callPlatform(url, { headers: credentials(settings) }, tools, explain);
  if (response.status !== 202) return fileOf(response);
  const details = { code: 'HTTP 202', retryAfterMs: PREPARING_MS };
  throw new ChannelError('retry', 'LINE is still preparing this file.', details);
}

function stickerAddress(id: string): string {
  const shop = 'https://stickershop.line-scdn.net/stickershop/v1/sticker';
  return `${shop}/${encodeURIComponent(id)}/android/sticker.png`;
}

function webAddress(text: string): string {
  if (URL.canParse(text) && new URL(text).protocol === 'https:') return text;
  throw new ChannelError('rejected', 'The file is not at an address that can be fetched.');
}

async function explain({ status }: Response): Promise<ChannelError | null> {
  if (status !== 404 && status !== 410) return null;
  return new ChannelError('rejected', 'LINE no longer keeps this file.', {
    code: `HTTP ${status}`,
  });
}
