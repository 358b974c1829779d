import { useEffect, useMemo, useRef } from 'preact/hooks';
import { Button } from '../../parts/button.tsx';
import { Icon } from '../../parts/icon.tsx';
import { words } from '../../words/words.ts';
import { playTime } from './play-time.ts';
import { Player } from './player.tsx';
import { type Phase, Recorder } from './recorder.ts';
import './voice.css';
import { speaking } from './voice.ts';

type Props = {
  type: string;
  /** The file goes with the message. */
  onFile: (file: File) => void;
};

/** Above the field while one speaks: how long and how loud; then to be heard before it goes along. */
export function VoiceBar({ type, onFile }: Props) {
  const { voice } = words.value.inbox;
  const recorder = useRecorder(type);
  const phase = recorder.phase.value;
  const file = recorder.file.value;
  const close = () => {
    recorder.discard();
    speaking.value = null;
    document.querySelector<HTMLElement>('.composer-field')?.focus();
  };
  const use = () => {
    if (file) onFile(file);
    close();
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    close();
  };
  return (
    <section class="voice-bar" aria-label={voice.record} onKeyDown={keys}>
      {file ? <Heard file={file} /> : <Meter recorder={recorder} />}
      <span class="voice-deeds">
        <Button look="quiet" onClick={close}>
          {phase in voice.trouble ? words.value.common.close : voice.discard}
        </Button>
        {isRunning(phase) && (
          <Button onClick={() => recorder.pause()}>
            {phase === 'paused' ? voice.goOn : voice.pause}
          </Button>
        )}
        {isRunning(phase) && <Main label={voice.finish} onPress={() => recorder.finish()} />}
        {file && <Main label={voice.use} onPress={use} />}
      </span>
    </section>
  );
}

const isRunning = (phase: Phase): boolean => phase === 'recording' || phase === 'paused';

/** What one does next: under the finger that began it. */
function Main({ label, onPress }: { label: string; onPress: () => void }) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  return (
    <Button look="primary" key={label} buttonRef={button} onClick={onPress}>
      {label}
    </Button>
  );
}

function Meter({ recorder: { phase, ms, level } }: { recorder: Recorder }) {
  const { voice } = words.value.inbox;
  const trouble = phase.value in voice.trouble;
  return (
    <>
      <span class={`voice-said is-${phase.value}`} role="status">
        <Icon name={trouble ? 'alert' : 'mic'} />
        {sayingOf(phase.value)}
      </span>
      {isRunning(phase.value) && (
        <>
          <span class="voice-level" aria-hidden="true">
            <span style={{ transform: `scaleX(${level.value})` }} />
          </span>
          <span class="number voice-time">{playTime(ms.value / 1_000)}</span>
        </>
      )}
    </>
  );
}

function sayingOf(phase: Phase): string {
  const { voice } = words.value.inbox;
  if (phase === 'refused' || phase === 'missing' || phase === 'failed') return voice.trouble[phase];
  return phase === 'ready' ? '' : voice.phases[phase];
}

function Heard({ file }: { file: File }) {
  const url = useMemo(() => URL.createObjectURL(file), [file]);
  useEffect(() => () => URL.revokeObjectURL(url), [url]);
  return <Player name={file.name} url={url} />;
}

function useRecorder(type: string): Recorder {
  const recorder = useMemo(() => new Recorder(type, nameFor(type)), []);
  useEffect(() => {
    void recorder.start();
    return () => {
      recorder.discard();
      // Whoever comes back to it does not find the microphone open.
      speaking.value = null;
    };
  }, [recorder]);
  return recorder;
}

/** By the day and the minute, so that several can be told apart. */
function nameFor(type: string): string {
  const now = new Date();
  const local = new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString();
  const ending = /^audio\/(\w+)/.exec(type)?.[1] ?? 'webm';
  return `voice-${local.slice(0, 16).replace('T', '-').replace(':', '')}.${ending === 'mp4' ? 'm4a' : ending}`;
}
