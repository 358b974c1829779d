/** Where in a request something stands. */
import type { Settings } from '../adapter.ts';
import type { InboundEvent } from '../message.ts';
import type { Contact } from './shapes.ts';

export type Place = {
  settings: Settings;
  /** What the platform says about the people there. */
  contacts: readonly Contact[];
  /** An external id for what has none. */
  name: string;
};

export const ignored = (externalId: string, reason: string): InboundEvent => {
  return { type: 'ignored', externalId, reason };
};
