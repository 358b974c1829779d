/** Where a voice note is being made, and whether one could go there. */
import { signal } from '@preact/signals';
import { fileProblem, type Rules } from '../composer/limits.ts';

/** The conversation one speaks into, and whether to the customer or to the team. */
export const speaking = signal<string | null>(null);

/** As browsers can make them; the first that the channel takes is made. */
const TYPES = ['audio/webm;codecs=opus', 'audio/mp4', 'audio/ogg;codecs=opus'];

/** `impossible`: this browser has no microphone for us (an address without https); `unwanted`: the channel takes no such sound. */
export function soundFor(rules: Rules): { type: string } | 'impossible' | 'unwanted' {
  const able =
    typeof MediaRecorder === 'undefined' || !navigator.mediaDevices
      ? []
      : TYPES.filter((type) => MediaRecorder.isTypeSupported(type));
  if (able.length === 0) return 'impossible';
  const type = able.find((one) => {
    const sound = { name: 'voice', type: one.split(';')[0] ?? '', size: 1 };
    return fileProblem(sound, rules, 0) === null;
  });
  return type === undefined ? 'unwanted' : { type };
}
