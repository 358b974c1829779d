import type { Attachment } from '../../../server/wire/messages.ts';
import { Icon } from '../../parts/icon.tsx';
import { bytes } from '../../words/format.ts';
import { words } from '../../words/words.ts';

/** A picture in place, anything else as a file to fetch; a place for what has not come, and why it never will. */
export function AttachmentView({ attachment }: { attachment: Attachment }) {
  const { name, size, url, inline, state } = attachment;
  if (state !== 'ready') return <Missing attachment={attachment} />;
  if (inline) {
    return (
      <a class="attachment-image" href={url} target="_blank" rel="noopener">
        <img src={url} alt={name} loading="lazy" />
      </a>
    );
  }
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
