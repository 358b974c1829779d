/** Time zones to choose from. */
import { isZone } from '../../server/wire/notice-rules.ts';

/** Where this browser is. */
export function ownZone(): string {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return zone && isZone(zone) ? zone : 'UTC';
}

/** All that the browser knows, and the one that is chosen. */
export const zoneChoices = (chosen: string) =>
  [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', chosen])].map((zone) => ({
    value: zone,
    label: zone.replaceAll('_', ' '),
  }));
