import type { Content } from '../../../server/wire/content.ts';
import { filesBeside } from '../../../server/wire/files-beside.ts';
import type { Attachment } from '../../../server/wire/messages.ts';
import { lazy } from '../../parts/lazy.tsx';
import type { Store } from '../../store/store.ts';
import { AttachmentView } from '../thread/attachment-view.tsx';

const ContentView = lazy(async () => (await import('./content-view.tsx')).ContentView);

type Props = {
  store: Store;
  messageId: string | null;
  content: Content | null | undefined;
  files: readonly Attachment[];
};

/** What a message carries beside its words. A choice that was taken is in its words, and marked where it was offered. */
export function Carried({ store, messageId, content, files }: Props) {
  return (
    <>
      {content && content.kind !== 'chosen' && (
        <ContentView store={store} messageId={messageId} content={content} files={files} />
      )}
      {filesBeside(files, content).map((file) => (
        <AttachmentView key={file.id} attachment={file} />
      ))}
    </>
  );
}
