/** When the panel rings: for news nobody looks at, once for all that comes at once, and never against the browser. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Line } from '../../widget/panel/line.ts';
import { Place } from '../../widget/panel/place.ts';
import { ring, tone } from '../../widget/panel/sound.ts';
import { message, page } from './samples.ts';

/** How often a note was begun. */
const begun = vi.fn();

/** As much of a browser's sound as a tone takes. */
class Context {
  readonly currentTime = 0;
  readonly destination = {};
  readonly close = vi.fn(async () => undefined);
  createGain = () => ({ gain: parameter(), connect: vi.fn() });
  createOscillator = () => ({
    ...{ frequency: parameter(), connect: () => ({ connect: vi.fn() }) },
    ...{ start: begun, stop: vi.fn() },
  });
}

const parameter = () => ({
  setValueAtTime: vi.fn(),
  linearRampToValueAtTime: vi.fn(),
  exponentialRampToValueAtTime: vi.fn(),
});

let touched: boolean;

beforeEach(() => {
  vi.useFakeTimers();
  touched = true;
  vi.stubGlobal('AudioContext', Context);
  vi.stubGlobal('navigator', {
    get userActivation() {
      return { hasBeenActive: touched };
    },
  });
});
afterEach(async () => {
  await vi.runAllTimersAsync();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  begun.mockClear();
});

/** A chat with one message that nobody has read. */
function unread() {
  const [place, line] = [new Place(['en']), new Line()];
  line.open(page([1]));
  return { place, line };
}

it('rings for what nobody looks at, and for several at once only once', async () => {
  const chat = unread();
  ring(chat);
  chat.line.offer(message(2));
  ring(chat);
  await vi.advanceTimersByTimeAsync(600);
  expect(begun).toHaveBeenCalledTimes(1);
  ring(chat);
  await vi.advanceTimersByTimeAsync(600);
  expect(begun).toHaveBeenCalledTimes(2);
});

it('is silent while somebody looks, and when it was read in another tab meanwhile', async () => {
  const watched = unread();
  watched.place.open.value = true;
  ring(watched);
  await vi.advanceTimersByTimeAsync(600);
  const read = unread();
  ring(read);
  read.line.read(1);
  await vi.advanceTimersByTimeAsync(600);
  expect(begun).not.toHaveBeenCalled();
});

it('takes turns with other tabs: whoever finds it taken is silent', async () => {
  const request = vi.fn(async (_name, _asked, task: (turn: object | null) => unknown) =>
    task(null),
  );
  vi.stubGlobal('navigator', { locks: { request } });
  ring(unread());
  await vi.advanceTimersByTimeAsync(600);
  expect([request.mock.calls.length, begun.mock.calls.length]).toEqual([1, 0]);
  request.mockImplementation(async (_name, _asked, task) => task({}));
  ring(unread());
  await vi.advanceTimersByTimeAsync(600);
  expect(begun).toHaveBeenCalledTimes(1);
});

it('is silent where the browser has no sound, or was not touched yet', async () => {
  touched = false;
  await tone();
  touched = true;
  vi.stubGlobal('AudioContext', undefined);
  await tone();
  expect(begun).not.toHaveBeenCalled();
});
