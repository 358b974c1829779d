/** One recording by the microphone: from the question whether we may, to a file. Nothing leaves this device. */
import type { Limits } from './limits.ts';
import { signal } from './signals.ts';

/** `ready`: there is a file. The last three: why there is none. */
export type Phase = 'asking' | 'recording' | 'ready' | 'refused' | 'missing' | 'failed';

const LONGEST_MS = 5 * 60_000;
const TICK_MS = 100;
/** Speech needs no more: five minutes are little over a megabyte. */
const BITS_PER_SECOND = 32_000;
/** By how loud people speak into a microphone: louder fills the bar. */
const LOUD = 0.3;
/** Room for what is said until it has stopped. */
const NEARLY = 0.95;

export class Recorder {
  readonly phase = signal<Phase>('asking');
  readonly ms = signal(0);
  /** How loud it is now, 0 to 1. */
  readonly level = signal(0);
  /** It was ended by us, as nothing more fits. */
  readonly full = signal(false);
  readonly file = signal<File | null>(null);
  readonly #type: string;
  readonly #limits: Limits;
  readonly #parts: Blob[] = [];
  #began = 0;
  #over = false;
  #machine: MediaRecorder | null = null;
  #release = () => {};

  /** @param type one that `MediaRecorder` can make */
  constructor(type: string, limits: Limits) {
    this.#type = type;
    this.#limits = limits;
  }

  async start(): Promise<void> {
    this.phase.value = 'asking';
    this.#parts.length = 0;
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      if (this.#over) stop(stream);
      else this.#record(stream);
    } catch (error) {
      this.#release();
      this.phase.value = phaseOf(error);
    }
  }

  finish(): void {
    if (this.#machine?.state === 'recording') this.#machine.stop();
  }

  /** The microphone is given back, whatever there is. */
  discard(): void {
    this.#over = true;
    this.finish();
    this.#release();
  }

  #record(stream: MediaStream): void {
    this.#release = () => stop(stream);
    const options = { mimeType: this.#type, audioBitsPerSecond: BITS_PER_SECOND };
    const machine = new MediaRecorder(stream, options);
    this.#release = watch(stream, (loudness) => this.#tick(loudness));
    machine.ondataavailable = ({ data }) => this.#take(data);
    machine.onerror = () => {
      this.phase.value = 'failed';
      this.#release();
    };
    machine.onstop = () => this.#finished();
    machine.start(1_000);
    this.#machine = machine;
    // By the clock: what counts ticks counts too few where nobody looks.
    this.#began = performance.now();
    this.phase.value = 'recording';
  }

  #tick(loudness: number): void {
    this.ms.value = performance.now() - this.#began;
    this.level.value = Math.min(1, loudness / LOUD);
    if (this.ms.peek() >= LONGEST_MS) this.#fill();
  }

  #take(part: Blob): void {
    this.#parts.push(part);
    const size = this.#parts.reduce((sum, one) => sum + one.size, 0);
    if (size > this.#limits.maxBytes * NEARLY) this.#fill();
  }

  #fill(): void {
    this.full.value = true;
    this.finish();
  }

  #finished(): void {
    this.#release();
    if (this.#over || this.phase.peek() === 'failed') return;
    const [type = ''] = this.#type.split(';');
    this.file.value = new File(this.#parts, nameFor(type, new Date()), { type });
    this.phase.value = 'ready';
  }
}

function phaseOf(error: unknown): Phase {
  const name = error instanceof Error ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused';
  return name === 'NotFoundError' ? 'missing' : 'failed';
}

/** Tells how loud it is, again and again. @returns the end of it, which gives the microphone back */
function watch(stream: MediaStream, tell: (loudness: number) => void): () => void {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    tell(Math.sqrt(samples.reduce((sum, one) => sum + one * one, 0) / samples.length));
  }, TICK_MS);
  return () => {
    clearInterval(timer);
    stop(stream);
    if (context.state !== 'closed') void context.close();
  };
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** By the day and the minute, so that several can be told apart. */
export function nameFor(type: string, now: Date): string {
  const local = new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString();
  const ending = type === 'audio/mp4' ? 'm4a' : type.replace('audio/', '');
  return `voice-${local.slice(0, 16).replace('T', '-').replace(':', '')}.${ending}`;
}
