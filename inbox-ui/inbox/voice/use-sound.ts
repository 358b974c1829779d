/** A sound being played: where it is, how long it is, how fast it goes, and whether it can be heard at all. */
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';

const SPEEDS = [1, 1.5, 2];
/** Further than any sound goes: a recorder writes no length, and browsers find it only by looking for the end. */
const BEYOND = 1e9;

export function useSound() {
  const element = useRef<HTMLAudioElement>(null);
  const playing = useSignal(false);
  const at = useSignal(0);
  /** Not a number until it is known. */
  const length = useSignal(Number.NaN);
  const speed = useSignal(1);
  const broken = useSignal(false);
  const give = () => {
    broken.value = true;
  };
  const move = (seconds: number) => {
    at.value = seconds;
    if (element.current) element.current.currentTime = seconds;
  };
  const measure = () => {
    const seconds = lengthOf(element.current);
    if (seconds !== null) length.value = seconds;
  };
  const toggle = () => {
    if (playing.value) element.current?.pause();
    else element.current?.play().catch(give);
  };
  const faster = () => {
    speed.value = SPEEDS[(SPEEDS.indexOf(speed.value) + 1) % SPEEDS.length] ?? 1;
    if (element.current) element.current.playbackRate = speed.value;
  };
  const follow = () => {
    if (Number.isFinite(length.value)) at.value = element.current?.currentTime ?? 0;
  };
  const heard = (now: boolean) => () => {
    playing.value = now;
  };
  const listeners = {
    ...{ onLoadedMetadata: measure, onDurationChange: measure, onTimeUpdate: follow },
    ...{ onPlay: heard(true), onPause: heard(false), onEnded: () => move(0), onError: give },
  };
  return { element, playing, at, length, speed, broken, toggle, move, faster, listeners };
}

function lengthOf(sound: HTMLAudioElement | null): number | null {
  if (!sound) return null;
  if (sound.duration === Number.POSITIVE_INFINITY) {
    sound.currentTime = BEYOND;
    return null;
  }
  if (sound.currentTime >= sound.duration) sound.currentTime = 0;
  return sound.duration;
}
