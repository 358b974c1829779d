/** Whether the visitor should be told that the connection is gone. A short interruption is nobody's business. */

import { createAlarm } from './alarm.ts';
import type { Connection } from './connection.ts';
import type { Place } from './place.ts';
import { computed, effect, type ReadonlySignal, signal } from './signals.ts';

const SILENT = 3_000;
const GOOD_NEWS = 3_000;

export type Trouble = 'none' | 'offline' | 'back';

/** As far as is known, somebody answers. */
export const whetherReachable = (place: Place, connection: Connection): ReadonlySignal<boolean> =>
  computed(() => connection.state.value !== 'lost' && place.online.value);

export function watchTrouble(place: Place, connection: Connection): ReadonlySignal<Trouble> {
  const trouble = signal<Trouble>('none');
  const alarm = createAlarm();
  const say = (next: Trouble) => {
    trouble.value = next;
  };
  const lost = () => {
    if (trouble.peek() === 'offline') return;
    // That there is no network at all, the browser knows for sure; everything else may pass.
    alarm.set(() => say('offline'), place.online.peek() ? SILENT : 0);
  };
  const found = () => {
    if (trouble.peek() === 'offline') {
      say('back');
      alarm.set(() => say('none'), GOOD_NEWS);
    } else if (trouble.peek() === 'none') alarm.stop();
  };
  effect(() => {
    if (connection.state.value === 'lost' || !place.online.value) lost();
    else found();
  });
  return trouble;
}
