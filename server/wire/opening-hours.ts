/** When people are there: several ranges a day, and the days on which nobody is. */
import Type from 'typebox';
import { strict } from './shapes.ts';

/** `HH:MM` in the zone of the hours. */
const From = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' });
/** `24:00`: to the end of the day. */
const To = Type.String({ pattern: '^(([01]\\d|2[0-3]):[0-5]\\d|24:00)$' });

export const OpenRange = strict({ from: From, to: To });
export type OpenRange = Type.Static<typeof OpenRange>;

/** A day on which nobody is there, and why. */
export const Holiday = strict({
  date: Type.String({ pattern: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$' }),
  name: Type.String({ maxLength: 100 }),
});
export type Holiday = Type.Static<typeof Holiday>;

export const OpeningHours = strict({
  zone: Type.String({ maxLength: 64, description: 'IANA time zone' }),
  week: Type.Array(Type.Array(OpenRange, { maxItems: 6 }), {
    minItems: 7,
    maxItems: 7,
    description: 'Monday first; of each day its ranges in order. None: closed.',
  }),
  holidays: Type.Array(Holiday, { maxItems: 200 }),
});
export type OpeningHours = Type.Static<typeof OpeningHours>;
