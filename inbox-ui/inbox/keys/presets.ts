/** Keys as other products have them, where they differ from ours. */
import type { KeyPreset } from '../../session/preferences.ts';
import type { ActionId } from './actions.ts';

/** '': no key. */
export type OwnKeys = Partial<Record<ActionId, string>>;

export const PRESETS: Readonly<Record<KeyPreset, OwnKeys>> = {
  ours: {},
  gmail: { replyAll: 'a', assign: 'shift+a', attach: '', tag: 'l', snooze: 'b' },
  freescout: {
    next: 'k',
    previous: 'j',
    selectNext: 'shift+k',
    selectPrevious: 'shift+j',
  },
};
