/** What a demo is told in: businesses, their people, and what these said to each other. */

import type { Priority } from '../wire/conversations.ts';
import type { MacroAction } from '../wire/macros.ts';
import type { NewSavedView } from '../wire/saved-views.ts';
import type { FilterPart } from '../wire/view-filters.ts';

/** One of the two businesses that a demo shows. */
export type Business = {
  name: string;
  /** By the name the stories call them; the first one is the admin. */
  agents: Readonly<Record<string, { name: string; email: string }>>;
  /** By adapter: what the business calls its channel, and its settings, of which none is a credential. */
  channels: Readonly<Record<string, { name: string; settings?: Record<string, string> }>>;
  savedReplies: readonly { name: string; text: string }[];
  /** Everybody’s; a tag goes by its name. */
  macros: readonly { name: string; actions: readonly DemoAction[] }[];
  views: readonly Pick<NewSavedView, 'name' | 'filter'>[];
  stories: readonly Story[];
};

/** What most views of a business begin with. */
export const OPEN: FilterPart = { field: 'status', op: 'is', value: 'open' };
export const PRESSING: FilterPart = {
  any: [
    { field: 'priority', op: 'is', value: 'urgent' },
    { field: 'priority', op: 'is', value: 'high' },
  ],
};

export type DemoAction =
  | Exclude<MacroAction, { tagId: string }>
  | { do: 'tag' | 'untag'; tag: string };

/** One conversation. */
export type Story = {
  person: Person;
  /** Of channels whose messages have one. */
  subject?: string;
  /** The agent it lies with; left out: nobody has taken it yet. */
  owner?: string;
  tags?: readonly string[];
  priority?: Priority;
  acts: readonly Act[];
};

/** A customer, by their address on one channel: an address that two stories share makes them one person's. */
export type Person = { name: string; on: string; address: string };

/** How long ago, such as `2d 3h` or `5m`. */
export type Ago = string;

export type Act = { ago: Ago } & (
  | { does: 'says'; text: string; file?: string }
  | { does: 'answers' | 'notes'; agent: string; text: string }
  | { does: 'gives'; agent: string; to: string }
  | { does: 'tags'; agent: string; tags: readonly string[] }
  | { does: 'weighs'; agent: string; priority: Priority }
  | { does: 'finishes'; agent: string }
  | { does: 'snoozes'; agent: string; hours: number }
);

const MINUTES: Readonly<Record<string, number>> = { d: 24 * 60, h: 60, m: 1 };

/** @throws when it is not written like `2d 3h 5m` */
export function msOf(ago: Ago): number {
  const minutes = ago.split(' ').map((part) => {
    const [, amount, unit = ''] = /^(\d+)([dhm])$/.exec(part) ?? [];
    return Number(amount) * (MINUTES[unit] ?? Number.NaN);
  });
  const ms = minutes.reduce((sum, each) => sum + each, 0) * 60_000;
  if (Number.isNaN(ms)) throw new Error(`“${ago}” should be like 2d 3h 5m`);
  return ms;
}
