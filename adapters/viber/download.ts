/** Opening what somebody sent: no credentials are needed, and none are given. */
import type { RemoteFile, Settings, Tools } from '../adapter.ts';
import { ChannelError } from '../errors.ts';
import { fileOf } from '../platform.ts';

const MOST_HOPS = 3;

/** @param remote the address Viber gave; it is followed where it leads, as long as that is public */
export async function download(
  remote: string,
  _settings: Settings,
  tools: Tools,
): Promise<RemoteFile> {
  let address = remote;
  for (let hop = 0; hop <= MOST_HOPS; hop += 1) {
    const response = await fetched(address, tools);
    if (response.ok) return fileOf(response);
    const onward = response.headers.get('location');
    if (response.status < 300 || response.status >= 400 || !onward) throw refusal(response.status);
    if (!URL.canParse(onward, address)) break;
    address = new URL(onward, address).href;
  }
  throw new ChannelError('rejected', 'The file’s address leads nowhere.');
}

async function fetched(address: string, { fetch, signal }: Tools): Promise<Response> {
  try {
    return await fetch(address, { signal });
  } catch {
    throw new ChannelError('retry', 'Viber’s file server could not be reached.');
  }
}

function refusal(status: number): ChannelError {
  const code = `HTTP ${status}`;
  const gone = status === 403 || status === 404 || status === 410;
  if (gone) return new ChannelError('rejected', 'The file is no longer at Viber.', { code });
  return new ChannelError('retry', 'Viber does not give out the file at the moment.', { code });
}
