/** @jsxImportSource #draw */
/** The files that will go with the next message. */
import { picturesOf } from '../files.ts';
import type { FileProblem, Upload, Uploads } from '../uploads.ts';
import { type SayAll, usePart } from './context.ts';
import { useSecondsUntil } from './countdown.ts';
import { AGAIN, FILE } from './file-icons.ts';
import { FileName } from './file-name.tsx';
import { fileSize } from './format.ts';
import { Icon } from './icons.tsx';
import './uploads.css';

export function UploadList({ uploads }: { uploads: Uploads }) {
  const { say, locale } = usePart();
  const { items, rejections } = uploads;
  return (
    <div class="uploads">
      <ul aria-label={say('files')}>
        {items.value.map((item) => (
          <Chip key={item.id} item={item} uploads={uploads} />
        ))}
      </ul>
      <p class="pending" role="status">
        {!uploads.settled.value && say('filesPending')}
      </p>
      <div role="alert">
        {rejections.value.map(({ name, problem }) => (
          <p key={name} class="problem">
            {tell(name, problem, 0, { say, locale })}
          </p>
        ))}
      </div>
    </div>
  );
}

function Chip({ item, uploads }: { item: Upload; uploads: Uploads }) {
  const { say, locale } = usePart();
  const { problem, file } = item;
  const { name } = file;
  const seconds = useSecondsUntil(problem?.kind === 'wait' ? problem.until : null);
  const percent = Math.floor(item.progress * 100);
  const done = item.attachment !== null;
  const state = done ? say('uploaded', { name }) : say('uploading', { name, count: percent });
  return (
    <li class={problem ? 'chip failed' : 'chip'}>
      <Thumb item={item} />
      {problem ? (
        <span class="why">{tell(name, problem, seconds, { say, locale })}</span>
      ) : (
        <FileName name={name} />
      )}
      {!problem && !done && (
        <progress max={100} value={percent} aria-label={state}>
          {percent} %
        </progress>
      )}
      {done && <span class="aside">{state}</span>}
      {problem && (
        <button
          type="button"
          class="tool"
          aria-label={say('retryFile', { name })}
          onClick={() => uploads.retry(item.id)}
        >
          <Icon path={AGAIN} />
        </button>
      )}
      <button
        type="button"
        class="tool"
        aria-label={say(done || problem ? 'removeFile' : 'cancelUpload', { name })}
        onClick={() => uploads.remove(item.id)}
      >
        <Icon name="close" />
      </button>
    </li>
  );
}

/** What was chosen, small; a picture as soon as it is uploaded. */
function Thumb({ item }: { item: Upload }) {
  const { chat } = usePart();
  const picture = item.attachment?.inline ? picturesOf(chat).of(item.attachment.id).value : null;
  if (picture?.at === 'ready') return <img class="thumb" src={picture.url} alt="" />;
  return <Icon path={FILE} />;
}

function tell(
  name: string,
  problem: FileProblem,
  seconds: number,
  { say, locale }: { say: SayAll; locale: string },
): string {
  switch (problem.kind) {
    case 'type':
      return say('fileType', { name });
    case 'empty':
      return say('fileEmpty', { name });
    case 'size':
      return say('fileSize', { name, size: fileSize(problem.max, locale) });
    case 'count':
      return say('fileCount', { count: problem.max });
    case 'wait':
      return seconds > 0 ? say('fileWait', { name, count: seconds }) : say('fileFailed', { name });
    case 'failed':
      return say('fileFailed', { name });
  }
}
