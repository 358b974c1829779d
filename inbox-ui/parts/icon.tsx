/** Our own line icons on a 16 grid. */
const PATHS = {
  alert: 'M8 5.5v3.2M8 11h.01M8 2 14.5 13.5h-13Z',
  attach:
    'm12.5 7.5-4.8 4.8a2.8 2.8 0 0 1-4-4L8.9 3.1a1.9 1.9 0 0 1 2.7 2.7l-5 5a.9.9 0 0 1-1.3-1.3l4.4-4.4',
  back: 'M9.5 3.5 5 8l4.5 4.5',
  check: 'm3 8.5 3.3 3.3L13 4.8',
  chevron: 'm4 6 4 4 4-4',
  clock: 'M8 4.5V8l2.3 1.6M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12Z',
  close: 'm4 4 8 8M12 4l-8 8',
  code: 'M5.5 4.5 2 8l3.5 3.5M10.5 4.5 14 8l-3.5 3.5',
  contacts:
    'M6 8a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM1.8 13c.3-2 2-3.2 4.2-3.2s3.9 1.2 4.2 3.2M10.8 3.3a2.5 2.5 0 0 1 0 4.4M12.4 10.3c1 .5 1.7 1.5 1.9 2.7',
  copy: 'M5.5 5.5h8v8h-8ZM10.5 5.5v-3h-8v8h3',
  done: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM5.3 8.2l1.9 1.9 3.5-3.8',
  down: 'M8 3v10M4 9l4 4 4-4',
  download: 'M8 2.5v7.5M4.8 7 8 10.2 11.2 7M3 13.5h10',
  drafts: 'm10.8 2.7 2.5 2.5-7.8 7.8-3 .5.5-3ZM9 4.5l2.5 2.5',
  external: 'M9.5 2.5h4v4M13.5 2.5 7.5 8.5M11.5 9.5v4h-9v-9h4',
  eye: 'M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8ZM8 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z',
  'eye-off':
    'm2.5 2.5 11 11M6.3 3.7C6.8 3.6 7.4 3.5 8 3.5c4 0 6.5 4.5 6.5 4.5a11 11 0 0 1-2 2.5M4.3 5A10.5 10.5 0 0 0 1.5 8S4 12.5 8 12.5c1 0 1.9-.3 2.7-.7',
  file: 'M9 2H4v12h8V5ZM9 2v3h3',
  forward: 'M6.5 3.5 11 8l-4.5 4.5',
  forwarded: 'M10 3.5 13.5 7 10 10.5M13.5 7H7a4.5 4.5 0 0 0-4.5 4.5v1',
  globe:
    'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM2 8h12M8 2c2 1.8 2.7 3.8 2.7 6S10 12.2 8 14c-2-1.8-2.7-3.8-2.7-6S6 3.8 8 2Z',
  image: 'M2.5 3h11v10h-11ZM2.5 11l3-3 2.5 2.5L10.5 8l3 3M6 6h.01',
  inbox: 'M2.5 9 4 3h8l1.5 6v4h-11ZM2.5 9H6l.7 1.5h2.6L10 9h3.5',
  info: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 7.5V11M8 5.2h.01',
  key: 'M5.5 13a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM7.6 7.9 13 2.5M11 4.5l2 2M9.3 6.2l1.3 1.3',
  link: 'M6.8 9.2a2.6 2.6 0 0 0 3.7 0l2.2-2.2A2.6 2.6 0 0 0 9 3.3L8.3 4M9.2 6.8a2.6 2.6 0 0 0-3.7 0L3.3 9A2.6 2.6 0 0 0 7 12.7l.7-.7',
  lock: 'M3.5 7.5h9v6h-9ZM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5',
  'log-out': 'M6 2.5H3v11h3M10.5 5 13.5 8l-3 3M13.5 8H6.5',
  menu: 'M2.5 4.5h11M2.5 8h11M2.5 11.5h11',
  more: 'M3.5 7.6a.4.4 0 1 0 0 .8.4.4 0 0 0 0-.8M8 7.6a.4.4 0 1 0 0 .8.4.4 0 0 0 0-.8M12.5 7.6a.4.4 0 1 0 0 .8.4.4 0 0 0 0-.8',
  note: 'M3 2.5h10v7L9.5 13H3ZM13 9.5H9.5V13',
  panel: 'M2.5 3h11v10h-11ZM10 3v10',
  person: 'M8 8a2.7 2.7 0 1 0 0-5.4A2.7 2.7 0 0 0 8 8ZM3 13.5c.4-2.3 2.3-3.7 5-3.7s4.6 1.4 5 3.7',
  plug: 'M5.5 2v3.5M10.5 2v3.5M4 5.5h8V8a4 4 0 0 1-8 0ZM8 12v2.5',
  plus: 'M8 3v10M3 8h10',
  pulse: 'M1.5 8.5h3l2-5 3 9 2-4h3',
  rail: 'M2.5 3h11v10h-11ZM6 3v10',
  refresh: 'M13 8a5 5 0 1 1-1.5-3.6L13 6M13 2.8V6H9.8',
  reply: 'M6 3.5 2.5 7 6 10.5M2.5 7H9a4.5 4.5 0 0 1 4.5 4.5v1',
  'reply-all': 'M8.5 3.5 5 7l3.5 3.5M5 3.5 1.5 7 5 10.5M5 7h4.5a4.5 4.5 0 0 1 4.5 4.5v1',
  search: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9ZM10.3 10.3l3.2 3.2',
  send: 'm2.5 2.8 11.5 5.2-11.5 5.2L4.5 8ZM4.5 8H9',
  settings: 'M2.5 5h6M11.5 5h2M2.5 11h2M7.5 11h6M10 3.3v3.4M6 9.3v3.4',
  smile:
    'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM5.5 9.5c.6 1 1.5 1.5 2.5 1.5s1.9-.5 2.5-1.5M6 6.5h.01M10 6.5h.01',
  snooze: 'M13.2 9.7A5.7 5.7 0 0 1 6.3 2.8 5.7 5.7 0 1 0 13.2 9.7Z',
  tag: 'M2.5 2.5h5l6 6-5 5-6-6ZM5.5 5.5h.01',
  trash: 'M3 4.5h10M6 4.5v-2h4v2M4.5 4.5l.5 9h6l.5-9M6.8 7v4M9.2 7v4',
  unassigned:
    'M5.2 2.7a6 6 0 0 1 5.6 0M13.3 5.2a6 6 0 0 1 0 5.6M10.8 13.3a6 6 0 0 1-5.6 0M2.7 10.8a6 6 0 0 1 0-5.6M8 6v4M6 8h4',
  undo: 'M5.5 3 2.5 6l3 3M2.5 6H9a4 4 0 0 1 0 8H6',
  waiting: 'M4 2.5h8M4 13.5h8M5 2.5v2.3L8 8l3-3.2V2.5M5 13.5v-2.3L8 8l3 3.2v2.3',
} as const;

export type IconName = keyof typeof PATHS;

/** A drawing beside words, or inside a button that has a label of its own. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      stroke-width="1.4"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
