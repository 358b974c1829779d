/** Two soft notes, made here: nothing to fetch. */

const NOTES = [659.3, 880];
const NOTE_S = 0.14;
/** A busy minute is not a siren. */
const PAUSE_MS = 3_000;

let context: AudioContext | null = null;
let rungAt = Number.NEGATIVE_INFINITY;

/** Silent where the browser wants a hand on the page first, or right after the last one. */
export function ring(): void {
  const now = performance.now();
  if (now - rungAt < PAUSE_MS) return;
  rungAt = now;
  context ??= new AudioContext();
  void context.resume();
  for (const [n, pitch] of NOTES.entries()) play(context, pitch, context.currentTime + n * NOTE_S);
}

function play(audio: AudioContext, pitch: number, at: number): void {
  const [tone, volume] = [audio.createOscillator(), audio.createGain()];
  tone.frequency.value = pitch;
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(0.12, at + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.001, at + NOTE_S * 2);
  tone.connect(volume).connect(audio.destination);
  tone.start(at);
  tone.stop(at + NOTE_S * 2);
}
