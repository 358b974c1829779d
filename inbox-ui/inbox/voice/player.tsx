import { Icon } from '../../parts/icon.tsx';
import { IconButton } from '../../parts/icon-button.tsx';
import { words } from '../../words/words.ts';
import { playTime } from './play-time.ts';
import { useSound } from './use-sound.ts';
import './voice.css';

type Props = {
  name: string;
  url: string;
  /** Offered for keeping, too. */
  download?: boolean;
};

/** Sound in its place: heard, moved in, and faster for who is in a hurry. */
export function Player({ name, url, download }: Props) {
  const { voice } = words.value.inbox;
  const sound = useSound();
  const playing = sound.playing.value;
  return (
    <fieldset class="player" aria-label={voice.player(name)}>
      <audio ref={sound.element} src={url} preload="metadata" {...sound.listeners} />
      <IconButton
        icon={playing ? 'pause' : 'play'}
        label={playing ? voice.pause : voice.play}
        blocked={sound.broken.value ? voice.unplayable : null}
        onClick={sound.toggle}
      />
      {sound.broken.value ? <span>{voice.unplayable}</span> : <Position sound={sound} />}
      {download && (
        <a
          class="icon-button"
          href={url}
          download={name}
          aria-label={voice.keep(name)}
          data-tip={voice.keep(name)}
        >
          <Icon name="download" />
        </a>
      )}
    </fieldset>
  );
}

function Position({ sound }: { sound: ReturnType<typeof useSound> }) {
  const { voice } = words.value.inbox;
  const { at, length, speed } = sound;
  const known = Number.isFinite(length.value);
  return (
    <>
      <input
        type="range"
        min={0}
        max={known ? length.value : 1}
        step={0.1}
        value={at.value}
        disabled={!known}
        aria-label={voice.position}
        aria-valuetext={playTime(at.value)}
        onInput={(event) => sound.move(Number(event.currentTarget.value))}
      />
      <span class="number player-time">
        {/* The whole length until it begins. */}
        {playTime(at.value > 0 || !known ? at.value : length.value)}
      </span>
      <button
        type="button"
        class="player-speed"
        aria-label={voice.speed(speed.value)}
        onClick={sound.faster}
      >
        {speed.value}×
      </button>
    </>
  );
}
