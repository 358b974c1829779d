import { useSignal } from '@preact/signals';
import type { Attachment } from '../../../server/wire/messages.ts';
import { Icon } from '../../parts/icon.tsx';
import { lazy } from '../../parts/lazy.tsx';
import { bytes } from '../../words/format.ts';
import { words } from '../../words/words.ts';

const Player = lazy(async () => (await import('../voice/player.tsx')).Player);

/** A picture in place, sound to be played, anything else as a file to fetch; a place for what has not come, and why it never will. */
export function AttachmentView({ attachment }: { attachment: Attachment }) {
  if (attachment.state !== 'ready') return <Missing attachment={attachment} />;
  const { name, type, url } = attachment;
  if (type.startsWith('audio/')) return <Player name={name} url={url} download />;
  return attachment.inline ? (
    <Picture attachment={attachment} />
  ) : (
    <FileLink attachment={attachment} />
  );
}

/** Small in place, whole in a page of its own. What cannot be drawn small is a file like any other. */
function Picture({ attachment }: { attachment: Attachment }) {
  const { name, url } = attachment;
  const isUndrawable = useSignal(false);
  if (isUndrawable.value) return <FileLink attachment={attachment} />;
  const giveUp = () => {
    isUndrawable.value = true;
  };
  return (
    <a class="attachment-image" href={url} target="_blank" rel="noopener">
      <img src={`${url}/preview`} alt={name} loading="lazy" onError={giveUp} />
    </a>
  );
}

function FileLink({ attachment: { name, size, url } }: { attachment: Attachment }) {
  return (
    <a class="attachment-file" href={url} download={name}>
      <Icon name="file" size={20} />
      <span class="truncate" dir="auto">
        {name}
      </span>
      <span class="number">{bytes(size)}</span>
      <Icon name="download" />
    </a>
  );
}

function Missing({ attachment: { name, size, state, problem } }: { attachment: Attachment }) {
  const { said } = words.value.inbox.letters;
  const failed = state === 'failed';
  return (
    <p class={`attachment-file is-${state}`}>
      <Icon name={failed ? 'alert' : 'clock'} size={20} />
      <span class={failed ? undefined : 'truncate'} dir="auto">
        {failed ? said.notFetched(name, problem ?? '') : said.fetching(name)}
      </span>
      {size > 0 && <span class="number">{bytes(size)}</span>}
    </p>
  );
}
