/** @jsxImportSource #draw */
/** Sound in its place: heard, moved in, and faster for who is in a hurry. */
import { useEffect, useMemo, useSignalEffect } from '../draw/hooks.ts';
import { usePart } from './context.ts';
import { Icon } from './icons.tsx';
import { playTime } from './play-time.ts';
import { Playback } from './playback.ts';
import './player.css';

const PLAY = 'M8 5l11 7-11 7z';
const PAUSE = 'M9 5.5v13M15 5.5v13';

type PlayerProps = {
  name: string;
  /** Asked for once, at the first press. */
  fetch: () => Promise<Blob>;
  /** Until its length is known. */
  size?: string;
  /** It cannot be played here. */
  broken: () => void;
};

export function Player({ name, fetch, size, broken }: PlayerProps) {
  const { chat, say } = usePart();
  const playback = useMemo(() => new Playback(fetch), []);
  useEffect(() => () => playback.end(), []);
  useSignalEffect(() => {
    if (playback.phase.value === 'broken') broken();
  });
  useSignalEffect(() => {
    if (!chat.place.open.value) playback.pause();
  });
  const phase = playback.phase.value;
  const playing = phase === 'playing';
  return (
    // Time runs from the left in every language, as it does on every player.
    <fieldset class="player" aria-label={name} dir="ltr">
      <button
        type="button"
        class="tool"
        aria-label={say(playing ? 'pause' : 'play', { name })}
        aria-busy={phase === 'loading'}
        onClick={() => void playback.toggle()}
      >
        <Icon path={playing ? PAUSE : PLAY} />
      </button>
      {phase === 'missing' ? (
        <span role="alert" dir="auto">
          {say('fileUnavailable', { name })}
        </span>
      ) : (
        <Position playback={playback} size={size} />
      )}
    </fieldset>
  );
}

function Position({ playback, size }: { playback: Playback; size: string | undefined }) {
  const { say, locale } = usePart();
  const length = playback.length.value;
  const at = playback.at.value;
  const speed = playback.speed.value;
  return (
    <>
      <input
        type="range"
        aria-label={say('position')}
        aria-valuetext={playTime(at, locale)}
        disabled={length === null}
        max={length ?? 1}
        step={(length ?? 1) / 100}
        value={at}
        onInput={(event) => playback.move(Number(event.currentTarget.value))}
      />
      {/* The whole length until it begins. */}
      <span class="time">
        {length === null && size ? size : playTime(at || (length ?? 0), locale)}
      </span>
      <button
        type="button"
        class="tool"
        aria-label={say('speed', { count: speed })}
        onClick={() => playback.faster()}
      >
        {speed.toLocaleString(locale)}×
      </button>
    </>
  );
}
