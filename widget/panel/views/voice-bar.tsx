/** @jsxImportSource #draw */
/** In the place of the field while one speaks: how long and how loud; then to be heard before it is sent. */
import { useEffect, useMemo, useRef, useSignal, useSignalEffect } from '../draw/hooks.ts';
import type { Limits } from '../limits.ts';
import { Recorder } from '../recorder.ts';
import { sendFile } from '../spoken.ts';
import { usePart } from './context.ts';
import { Icon } from './icons.tsx';
import { playTime } from './play-time.ts';
import { Player } from './player.tsx';
import './voice-bar.css';

const BIN = 'M4.5 7h15M9.5 7V4.5h5V7M6.5 7l1 12.5h9l1-12.5M10.5 11v5M13.5 11v5';
const STOP = 'M6.5 6.5h11v11h-11z';
const AGAIN = 'M19 12a7 7 0 1 1-2.2-5.1M19 4v4h-4';

/** Null: nobody is moved. */
export type Next = 'field' | 'button' | null;

type VoiceProps = {
  /** As `MediaRecorder` calls it. */
  type: string;
  limits: Limits;
  /** And says where one goes on. */
  close: (next: Next) => void;
};

export function VoiceBar({ type, limits, close }: VoiceProps) {
  const { chat, say } = usePart();
  const recorder = useRecorder(type, limits);
  useSameVisitor(() => close(null));
  const file = recorder.file.value;
  const send = () => {
    if (!file) return;
    const waiting = chat.uploads.value?.items.value.length ?? 0;
    sendFile(chat, file).catch(() => undefined);
    // Where no more fits that is told, and nothing is lost.
    if (waiting < limits.maxCount) close('field');
  };
  const leave = () => close('button');
  const keys = (event: KeyboardEvent) => {
    // A key that closes things takes nothing away that was said.
    if (event.key !== 'Escape' || file) return;
    event.preventDefault();
    if (recorder.phase.value === 'recording') recorder.finish();
    else leave();
  };
  return (
    <fieldset class="voice" aria-label={say('voiceNote')} onKeyDown={keys}>
      {recorder.phase.value !== 'recording' && !file ? (
        <Trouble recorder={recorder} leave={leave} />
      ) : (
        <>
          <Tool icon={BIN} word="voiceDiscard" press={leave} />
          {file ? <Heard file={file} full={recorder.full.value} /> : <Meter recorder={recorder} />}
          {file && (
            <button type="button" class="send" aria-label={say('send')} onClick={send}>
              <Icon name="up" />
            </button>
          )}
        </>
      )}
    </fieldset>
  );
}

type ToolProps = {
  icon: string;
  word: 'voiceDiscard' | 'voiceStop' | 'voiceLeave' | 'retry';
  press: () => void;
  /** It is what one does next. */
  next?: boolean;
};

function Tool({ icon, word, press, next }: ToolProps) {
  const { say } = usePart();
  const button = useRef<HTMLButtonElement | null>(null);
  useEffect(() => {
    if (next) button.current?.focus();
    return undefined;
  }, []);
  return (
    <button type="button" class="tool" ref={button} aria-label={say(word)} onClick={press}>
      <Icon path={icon} />
    </button>
  );
}

function Meter({ recorder }: { recorder: Recorder }) {
  const { say, locale } = usePart();
  return (
    <>
      <Tool icon={STOP} word="voiceStop" press={() => recorder.finish()} next />
      <span class="aside" role="status">
        {say('voiceRuns')}
      </span>
      <span class="runs" aria-hidden="true" />
      <span class="time">{playTime(recorder.ms.value / 1_000, locale)}</span>
      <progress aria-hidden="true" max={1} value={recorder.level.value} />
    </>
  );
}

function Heard({ file, full }: { file: File; full: boolean }) {
  const { say } = usePart();
  const broken = useSignal(false);
  const name = say('voiceNote');
  return (
    <>
      {broken.value ? (
        <span class="said">{name}</span>
      ) : (
        <Player name={name} fetch={async () => file} broken={() => (broken.value = true)} />
      )}
      {full && (
        <span class="said full" role="status">
          {say('voiceFull')}
        </span>
      )}
    </>
  );
}

const SAID = {
  asking: 'voiceAsks',
  refused: 'voiceRefused',
  missing: 'voiceMissing',
  failed: 'voiceFailed',
} as const;

/** Nothing is recorded: not yet, or not at all. */
function Trouble({ recorder, leave }: { recorder: Recorder; leave: () => void }) {
  const { say } = usePart();
  const phase = recorder.phase.value as keyof typeof SAID;
  const asking = phase === 'asking';
  return (
    <>
      <span class={asking ? 'said' : 'said wrong'} role="status">
        {say(SAID[phase])}
      </span>
      {!asking && <Tool icon={AGAIN} word="retry" press={() => void recorder.start()} next />}
      <button type="button" class="tool" aria-label={say('voiceLeave')} onClick={leave}>
        <Icon name="close" />
      </button>
    </>
  );
}

function useRecorder(type: string, limits: Limits): Recorder {
  const { chat } = usePart();
  const recorder = useMemo(() => new Recorder(type, limits), []);
  useEffect(() => {
    void recorder.start();
    return () => recorder.discard();
  }, []);
  useSignalEffect(() => {
    // Nobody is heard by a chat they have closed; what they said is kept until they are back.
    if (!chat.place.open.value) recorder.finish();
  });
  return recorder;
}

/** What somebody said is not there for whoever comes after their log-out. */
function useSameVisitor(forget: () => void): void {
  const { chat } = usePart();
  const last = useRef(chat.session.token.peek());
  useSignalEffect(() => {
    const token = chat.session.token.value;
    if (last.current !== null && token !== last.current) forget();
    last.current = token;
  });
}
