/** Files that came in lie with Twilio until they are deleted there; each address leads on to storage. */
import type { RemoteFile, Settings, Tools } from '../adapter.ts';
import { ChannelError } from '../errors.ts';
import { callPlatform, fileOf } from '../platform.ts';
import { credentials } from './settings.ts';

const MOST_STEPS = 5;

/** The file is elsewhere. As an error of its own it says what is wrong when that never ends. */
class Moved extends ChannelError {
  readonly place: string;

  constructor(place: string) {
    super('rejected', 'The file cannot be fetched: its address leads nowhere.');
    this.place = place;
  }
}

export async function download(
  remote: string,
  settings: Settings,
  tools: Tools,
): Promise<RemoteFile> {
  let place = remote;
  for (let step = 1; ; step += 1) {
    try {
      return await open(place, settings, tools);
    } catch (error) {
      if (!(error instanceof Moved) || step >= MOST_STEPS) throw error;
      place = error.place;
    }
  }
}

async function open(place: string, settings: Settings, tools: Tools): Promise<RemoteFile> {
  const url = URL.canParse(place) ? new URL(place) : null;
  if (!url || (url.protocol !== 'https:' && url.origin !== settings['apiUrl'])) {
    throw new ChannelError('rejected', 'The file has no address we would fetch from.');
  }
  // Storage belongs to others: the key of the account is not for them.
  const headers = isTwilio(url, settings) ? credentials(settings) : {};
  const response = await callPlatform(url.href, { headers }, tools, async (answer) => {
    if (answer.status === 404) return new ChannelError('retry', 'The file is not there yet.');
    const next = answer.status < 400 && answer.headers.get('location');
    return next && URL.canParse(next, url) ? new Moved(new URL(next, url).href) : null;
  });
  return fileOf(response);
}

function isTwilio({ protocol, hostname, origin }: URL, settings: Settings): boolean {
  if (origin === settings['apiUrl']) return true;
  return protocol === 'https:' && /^(?:api|mcs)(?:\.[\w-]+)*\.twilio\.com$/.test(hostname);
}
