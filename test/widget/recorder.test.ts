/** What ends a recording by itself, and that the microphone is given back whatever happens. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { nameFor, Recorder } from '../../widget/panel/recorder.ts';

/** As much of a browser's recorder as one recording takes: a second of sound weighs so much. */
class Machine {
  static weight = 4_000;
  state = 'inactive';
  ondataavailable: (event: { data: Blob }) => void = vi.fn();
  onstop: () => void = vi.fn();
  #timer: ReturnType<typeof setInterval> | undefined;

  start(slice: number): void {
    this.state = 'recording';
    const data = new Blob(['x'.repeat(Machine.weight)]);
    this.#timer = setInterval(() => this.ondataavailable({ data }), slice);
  }

  stop(): void {
    this.state = 'inactive';
    clearInterval(this.#timer);
    this.onstop();
  }
}

class Context {
  state = 'running';
  close = async () => undefined;
  createMediaStreamSource = () => ({ connect: vi.fn() });
  createAnalyser = () => ({ fftSize: 2, getFloatTimeDomainData: vi.fn() });
}

const stopped = vi.fn();
const getUserMedia = vi.fn(async () => ({ getTracks: () => [{ stop: stopped }] }));

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('MediaRecorder', Machine);
  vi.stubGlobal('AudioContext', Context);
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia } });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.clearAllMocks();
});

async function speaking(maxBytes = 20_000_000): Promise<Recorder> {
  const limits = { types: ['audio/*'], maxBytes, maxCount: 1 };
  const recorder = new Recorder('audio/webm;codecs=opus', limits);
  await recorder.start();
  expect(recorder.phase.value).toBe('recording');
  return recorder;
}

it('ends after five minutes, says so, and keeps what was said', async () => {
  const recorder = await speaking();
  await vi.advanceTimersByTimeAsync(299_000);
  expect([recorder.phase.value, stopped.mock.calls.length]).toEqual(['recording', 0]);
  await vi.advanceTimersByTimeAsync(2_000);
  expect([recorder.phase.value, recorder.full.value]).toEqual(['ready', true]);
  expect(recorder.file.value?.size).toBeGreaterThan(298 * Machine.weight);
  expect(recorder.file.value?.type).toBe('audio/webm');
  expect(stopped).toHaveBeenCalledOnce();
});

it('ends before it is larger than the channel takes', async () => {
  const maxBytes = 10 * Machine.weight;
  const recorder = await speaking(maxBytes);
  await vi.advanceTimersByTimeAsync(60_000);
  expect([recorder.phase.value, recorder.full.value]).toEqual(['ready', true]);
  expect(recorder.file.value?.size).toBe(maxBytes);
});

it('gives the microphone back when it is thrown away, also before it was allowed', async () => {
  const recorder = await speaking();
  recorder.discard();
  expect(stopped).toHaveBeenCalled();
  expect(recorder.file.value).toBeNull();
  stopped.mockClear();
  const hasty = new Recorder('audio/mp4', { types: [], maxBytes: 1, maxCount: 1 });
  const asked = hasty.start();
  hasty.discard();
  await asked;
  expect([hasty.phase.value, stopped.mock.calls.length]).toEqual(['asking', 1]);
});

it.each([
  ['NotAllowedError', 'refused'],
  ['NotFoundError', 'missing'],
  ['AbortError', 'failed'],
])('%s is told as %s, and may be tried again', async (name, phase) => {
  getUserMedia.mockRejectedValueOnce(Object.assign(new Error('no'), { name }));
  const recorder = new Recorder('audio/mp4', { types: [], maxBytes: 9_000, maxCount: 1 });
  await recorder.start();
  expect(recorder.phase.value).toBe(phase);
  await recorder.start();
  expect(recorder.phase.value).toBe('recording');
  recorder.discard();
});

it('is named by its day and minute, with the ending of its kind', () => {
  const now = new Date(2026, 2, 1, 9, 5);
  expect(nameFor('audio/mp4', now)).toBe('voice-2026-03-01-0905.m4a');
  expect(nameFor('audio/webm', now)).toBe('voice-2026-03-01-0905.webm');
});
