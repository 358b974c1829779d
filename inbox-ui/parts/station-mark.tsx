/** The mark of a station: each kind of thing on the line has a shape of its own. */
const SHAPES = {
  circle: <circle cx="6" cy="6" r="4.5" />,
  square: <rect x="1.75" y="1.75" width="8.5" height="8.5" />,
  triangle: <path d="M6 1.5 11 10.5H1Z" />,
  diamond: <path d="M6 .8 11.2 6 6 11.2.8 6Z" />,
} as const;

export type StationShape = keyof typeof SHAPES;
type Props = {
  /** circle: people · square: channels · triangle: hand-overs · diamond: time */
  shape: StationShape;
  filled?: boolean | undefined;
  now?: boolean | undefined;
  size?: number | undefined;
};

export function StationMark({ shape, filled, now, size = 12 }: Props) {
  return (
    <svg
      class={`station-mark${now ? ' station-now' : ''}`}
      width={size}
      height={size}
      viewBox="0 0 12 12"
      fill={filled ? 'currentColor' : 'var(--station-ground, var(--surface))'}
      stroke="currentColor"
      stroke-width="1.5"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {SHAPES[shape]}
    </svg>
  );
}
