import type { Attachment } from '../../../server/wire/messages.ts';
import { Icon } from '../../parts/icon.tsx';
import { bytes } from '../../words/format.ts';

/** A picture in place, anything else as a file to fetch. */
export function AttachmentView({ attachment }: { attachment: Attachment }) {
  const { name, size, url, inline } = attachment;
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
