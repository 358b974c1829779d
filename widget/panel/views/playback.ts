/** A sound being played: fetched at the first press, one at a time on the whole page, and quiet in a closed chat. */
import { cameTrue, computed, signal } from '../signals.ts';

/** `missing`: it could not be fetched, which may be tried again; `broken`: this browser cannot play it. */
export type Phase = 'resting' | 'loading' | 'playing' | 'missing' | 'broken';

const SPEEDS = [1, 1.5, 2];
/** Further than any sound goes: a recorder writes no length, and browsers find it only by looking for the end. */
const BEYOND = 1e9;

let playing: Playback | null = null;

export class Playback {
  readonly phase = signal<Phase>('resting');
  /** In seconds. */
  readonly at = signal(0);
  /** Null until it is known. */
  readonly length = signal<number | null>(null);
  readonly speed = signal(1);
  readonly #fetch: () => Promise<Blob>;
  readonly #audio = new Audio();
  #url = '';
  #over = false;

  constructor(fetch: () => Promise<Blob>) {
    this.#fetch = fetch;
    const audio = this.#audio;
    audio.onloadedmetadata = audio.ondurationchange = () => this.#measure();
    audio.ontimeupdate = () => {
      if (this.length.peek() !== null) this.at.value = audio.currentTime;
    };
    audio.onplay = () => this.#begun();
    audio.onpause = () => this.#rest();
    audio.onended = () => this.move(0);
    audio.onerror = () => {
      this.phase.value = 'broken';
    };
  }

  /** Plays or pauses. Never throws: what went wrong is told by `phase`. */
  async toggle(): Promise<void> {
    const phase = this.phase.peek();
    if (phase === 'playing') return this.#audio.pause();
    if (phase === 'loading' || phase === 'broken') return;
    this.phase.value = 'loading';
    // In the press itself: who asks after waiting is refused by some browsers.
    if (!this.#url) this.#audio.load();
    try {
      await this.#load();
    } catch {
      this.phase.value = 'missing';
      return;
    }
    await this.#audio.play().catch(() => this.#rest());
  }

  move(seconds: number): void {
    this.at.value = seconds;
    this.#audio.currentTime = seconds;
  }

  faster(): void {
    this.speed.value = SPEEDS[(SPEEDS.indexOf(this.speed.peek()) + 1) % SPEEDS.length] ?? 1;
    // The one is for what is heard now, the other for what is loaded later.
    this.#audio.playbackRate = this.#audio.defaultPlaybackRate = this.speed.peek();
  }

  pause(): void {
    this.#audio.pause();
  }

  /** It is off the page: nothing is heard of it, and its memory is given back. */
  end(): void {
    this.#over = true;
    this.pause();
    URL.revokeObjectURL(this.#url);
  }

  async #load(): Promise<void> {
    if (!this.#url) {
      const sound = await this.#fetch();
      if (this.#over) return;
      this.#url = URL.createObjectURL(sound);
      this.#audio.src = this.#url;
    }
    await cameTrue(computed(() => this.length.value !== null || this.phase.value === 'broken'));
  }

  #measure(): void {
    const { duration, currentTime } = this.#audio;
    if (duration === Number.POSITIVE_INFINITY) {
      this.#audio.currentTime = BEYOND;
      return;
    }
    if (Number.isNaN(duration)) return;
    if (currentTime >= duration) this.move(0);
    this.length.value = duration;
  }

  #begun(): void {
    if (playing !== this) playing?.pause();
    playing = this;
    this.phase.value = 'playing';
  }

  #rest(): void {
    if (this.phase.peek() !== 'broken') this.phase.value = 'resting';
  }
}
