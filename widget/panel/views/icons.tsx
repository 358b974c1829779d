/** @jsxImportSource #draw */
/** Our own marks, drawn with one pen. They carry no meaning alone: each stands beside a word or a name. */

const PATHS = {
  close: 'M6 6l12 12M18 6L6 18',
  down: 'M12 5v14M6 13l6 6 6-6',
  up: 'M12 19V5M6 11l6-6 6 6',
  attach:
    'M19 11.5l-7.4 7.4a4.6 4.6 0 0 1-6.5-6.5l8-8a3 3 0 0 1 4.3 4.3l-7.9 7.9a1.5 1.5 0 0 1-2.1-2.1L14.6 7',
  smile: 'M12 3.5a8.5 8.5 0 1 0 .1 0zM9 9.5v.5M15 9.5v.5M8 14q4 4 8 0',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  line: 'M7 3.5v17M12.5 8H20M12.5 16H17',
} as const;

export type IconName = keyof typeof PATHS;

/** One by its name, or the path of one that only a part has which is fetched later. */
type IconProps = { name: IconName; path?: string } | { name?: undefined; path: string };

export function Icon({ name, path = name && PATHS[name] }: IconProps) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={path} />
      {name === 'line' && <path class="stations" d="M7 8h0M7 16h0" />}
    </svg>
  );
}
