/** @jsxImportSource #draw */
/** Files of a message: pictures shown, everything else offered for saving. */

import type { VisitorAttachment } from '../../../server/wire/visitor.ts';
import { useSignal } from '../draw/hooks.ts';
import { picturesOf } from '../files.ts';
import type { Pictures } from '../pictures.ts';
import { usePart } from './context.ts';
import { AGAIN, FILE, SAVE } from './file-icons.ts';
import { fileSize } from './format.ts';
import { Icon } from './icons.tsx';
import { lazy } from './lazy.tsx';
import './attachments.css';

const Player = lazy(() => import('./player.tsx'), 'Player');

const usePictures = (): Pictures => picturesOf(usePart().chat);

type Files = { files: readonly VisitorAttachment[]; pending: boolean };

/** `pending`: the message is not stored yet, so the server shows its files to nobody. */
export function Attachments({ files, pending }: Files) {
  const pictures = usePictures();
  const draw = (file: VisitorAttachment) => {
    if (file.inline && (!pending || pictures.holds(file.id))) return <Picture file={file} />;
    if (pending) return <Pending file={file} />;
    return /^audio\//.test(file.type) ? <Sound file={file} /> : <Download file={file} />;
  };
  return (
    <ul class="files">
      {files.map((file) => (
        <li key={file.id}>{draw(file)}</li>
      ))}
    </ul>
  );
}

function Picture({ file }: { file: VisitorAttachment }) {
  const { say } = usePart();
  const pictures = usePictures();
  const picture = pictures.of(file.id).value;
  const { name } = file;
  if (picture.at === 'failed') {
    return (
      <button type="button" class="file" onClick={() => pictures.again(file.id)}>
        <Icon path={AGAIN} />
        <span class="name">{say('fileUnavailable', { name })}</span>
      </button>
    );
  }
  if (picture.at === 'none') return <Download file={file} />;
  if (picture.at === 'loading') return <span class="picture empty" />;
  const openWhole = (event: Event) => {
    if (picture.whole) return;
    // In the click itself: a page opened later is held for an advertisement.
    const page = window.open('about:blank', '_blank');
    if (!page) return;
    event.preventDefault();
    page.opener = null;
    void showIn(page, () => pictures.file(file.id), picture.url);
  };
  return (
    <a
      class="picture"
      href={picture.url}
      target="_blank"
      rel="noopener noreferrer"
      onClick={openWhole}
    >
      <img src={picture.url} alt={say('image', { name })} />
    </a>
  );
}

/** The picture itself; the small one where that cannot be had. */
async function showIn(page: Window, file: () => Promise<string>, small: string): Promise<void> {
  const url = await file().catch(() => small);
  page.location.replace(url);
  if (url !== small) setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** Played in its place, and where that cannot be, offered like any other file. */
function Sound({ file }: { file: VisitorAttachment }) {
  const { chat, say, locale } = usePart();
  const broken = useSignal(!new Audio().canPlayType(file.type));
  // Recorders call all that they make the same.
  const name = /^voice[-.]/.test(file.name) ? say('voiceNote') : file.name;
  if (broken.value) {
    return (
      <>
        <p class="note">{say('unplayable', { name })}</p>
        <Download file={file} />
      </>
    );
  }
  const fetch = async () => {
    const { api, session } = chat;
    const sound = await session.use((token) => api.attachment(token, file.id));
    return new Blob([sound], { type: file.type });
  };
  const fail = () => {
    broken.value = true;
  };
  return <Player name={name} fetch={fetch} size={fileSize(file.size, locale)} broken={fail} />;
}

function Pending({ file }: { file: VisitorAttachment }) {
  const { locale } = usePart();
  return (
    <span class="file pending">
      <Icon path={FILE} />
      <span class="name" dir="auto">
        {file.name}
      </span>
      <span class="size">{fileSize(file.size, locale)}</span>
    </span>
  );
}

function Download({ file }: { file: VisitorAttachment }) {
  const { say, locale } = usePart();
  const pictures = usePictures();
  const state = useSignal<'idle' | 'busy' | 'failed'>('idle');
  const size = fileSize(file.size, locale);
  const save = async () => {
    state.value = 'busy';
    try {
      saveAs(await pictures.file(file.id), file.name);
      state.value = 'idle';
    } catch {
      state.value = 'failed';
    }
  };
  const failed = state.value === 'failed';
  return (
    <button
      type="button"
      class="file"
      aria-label={say(failed ? 'fileUnavailable' : 'download', { name: file.name, size })}
      aria-busy={state.value === 'busy'}
      onClick={() => void save()}
    >
      <Icon path={failed ? AGAIN : FILE} />
      <span class="name" dir="auto">
        {failed ? say('fileUnavailable', { name: file.name }) : file.name}
      </span>
      <span class="size">{size}</span>
      {!failed && <Icon path={SAVE} />}
    </button>
  );
}

function saveAs(url: string, name: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // Not at once: some browsers read the address a moment later.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
