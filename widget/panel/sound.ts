/** A short, soft tone for news that nobody looks at. What it says is also to be seen: the count of what is unread. */
import type { Line } from './line.ts';
import type { Place } from './place.ts';

/** By then it is known what came along with it, and whether it is read in another tab. */
const SETTLE = 500;
/** For so long no other tab has the turn. */
const TURN = 1_500;
const LENGTH = 0.28;

let settling = false;

/** Rings once for all that comes at once, whatever the number of tabs. */
export function ring({ place, line }: { place: Place; line: Line }): void {
  if (settling) return;
  settling = true;
  setTimeout(() => {
    settling = false;
    if (!place.watched.peek() && line.unread.peek() > 0) takeTurn();
  }, SETTLE);
}

function takeTurn(): void {
  const { locks } = navigator as { locks?: LockManager };
  // Pages without https have none, and frames without storage must not ask: those ring for themselves.
  if (!locks) return void tone();
  const asked = { ifAvailable: true };
  locks.request('interline:tone', asked, (turn) => turn && tone()).catch(tone);
}

/** Two notes of a small bell. Where the browser wants to be touched before it makes a sound: nothing. Never throws. */
export async function tone(): Promise<void> {
  if (navigator.userActivation?.hasBeenActive === false) return;
  try {
    const context = new AudioContext();
    const now = context.currentTime;
    const [note, loudness] = [context.createOscillator(), context.createGain()];
    note.frequency.setValueAtTime(659, now);
    note.frequency.setValueAtTime(880, now + LENGTH / 3);
    loudness.gain.setValueAtTime(0, now);
    loudness.gain.linearRampToValueAtTime(0.1, now + 0.015);
    loudness.gain.exponentialRampToValueAtTime(0.001, now + LENGTH);
    note.connect(loudness).connect(context.destination);
    note.start(now);
    note.stop(now + LENGTH);
    await new Promise((later) => setTimeout(later, TURN));
    // Also what has been kept waiting by the browser: it would ring when nobody knows any more what for.
    await context.close();
  } catch {
    // There is no sound here.
  }
}
