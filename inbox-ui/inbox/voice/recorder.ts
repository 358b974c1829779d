/** One recording by the microphone: from the question whether we may, to a file. Nothing leaves this device. */
import { signal } from '@preact/signals';

/** `ready`: there is a file. The last three: why there is none. */
export type Phase = 'asking' | 'recording' | 'paused' | 'ready' | 'refused' | 'missing' | 'failed';

const TICK_MS = 100;
/** By how loud people speak into a microphone: louder fills the bar. */
const LOUD = 0.3;

export class Recorder {
  readonly phase = signal<Phase>('asking');
  readonly ms = signal(0);
  /** How loud it is now, 0 to 1. */
  readonly level = signal(0);
  readonly file = signal<File | null>(null);
  readonly #type: string;
  readonly #name: string;
  readonly #parts: Blob[] = [];
  #over = false;
  #end = () => {};
  #machine: MediaRecorder | null = null;

  /** @param type one that `MediaRecorder` can make */
  constructor(type: string, name: string) {
    this.#type = type;
    this.#name = name;
  }

  async start(): Promise<void> {
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      if (this.#over) stop(stream);
      else this.#record(stream);
    } catch (error) {
      this.phase.value = phaseOf(error);
    }
  }

  pause(): void {
    if (this.#machine?.state === 'recording') this.#machine.pause();
    else this.#machine?.resume();
    this.phase.value = this.#machine?.state === 'paused' ? 'paused' : 'recording';
  }

  finish(): void {
    if (this.#machine && this.#machine.state !== 'inactive') this.#machine.stop();
  }

  /** The microphone is given back, whatever there is. */
  discard(): void {
    this.#over = true;
    this.finish();
    this.#end();
  }

  #record(stream: MediaStream): void {
    const machine = new MediaRecorder(stream, { mimeType: this.#type });
    this.#machine = machine;
    this.#end = watch(stream, (loudness) => this.#tick(loudness));
    machine.ondataavailable = ({ data }) => this.#parts.push(data);
    machine.onerror = () => {
      this.phase.value = 'failed';
      this.#end();
    };
    machine.onstop = () => this.#finished();
    machine.start();
    this.phase.value = 'recording';
  }

  #tick(loudness: number): void {
    const running = this.phase.peek() === 'recording';
    this.level.value = running ? Math.min(1, loudness / LOUD) : 0;
    if (running) this.ms.value += TICK_MS;
  }

  #finished(): void {
    this.#end();
    if (this.#over) return;
    const type = this.#type.split(';')[0] ?? '';
    this.file.value = new File(this.#parts, this.#name, { type });
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
