/** Files that an event only points to: fetched where they lie, without any credentials of ours. */
import type { RemoteFile, Settings, Tools } from '../adapter.ts';
import { ChannelError } from '../errors.ts';
import { callPlatform, fileOf } from '../platform.ts';

export async function download(
  remote: string,
  _settings: Settings,
  tools: Tools,
): Promise<RemoteFile> {
  const response = await callPlatform(remote, {}, tools, async ({ status }) =>
    status === 404 ? new ChannelError('retry', 'The file is not there yet.') : null,
  );
  return fileOf(response);
}
