/**
 * The channel's accent colour, corrected until it can be read: a shop's pale yellow still yields legible links,
 * buttons and focus. Formulas are those of WCAG 2.2.
 */

export type Palette = {
  /** For links and controls on the panel's surface. */
  accent: string;
  /** Text and icons on the accent. */
  onAccent: string;
  /** The visitor's own bubble. */
  soft: string;
  /** Text on the bubble. */
  softInk: string;
};

type Rgb = readonly [number, number, number];

const SURFACE = { light: '#ffffff', dark: '#1a1e21' } as const;
const INK = { light: '#1c1f1b', dark: '#e9ebe7' } as const;
const ON_ACCENT = ['#ffffff', '#06231d'] as const;
const READABLE = 4.5;
/** On dark, colours at the bare minimum look dull; this leaves room. */
const COMFORTABLE = 6.5;

/** The house green, whose pairs were chosen by eye. */
export const HOUSE_ACCENT = '#0e6655';
const HOUSE: Record<'light' | 'dark', Palette> = {
  light: { accent: '#0e6655', onAccent: '#ffffff', soft: '#dcefe9', softInk: '#1c1f1b' },
  dark: { accent: '#5cc9b1', onAccent: '#06231d', soft: '#17362f', softInk: '#e9ebe7' },
};

/** All colours that follow from one accent, each pair at 4.5 : 1 or better. */
export function paletteOf(accent: string, mode: 'light' | 'dark'): Palette {
  if (accent.toLowerCase() === HOUSE_ACCENT) return HOUSE[mode];
  const surface = SURFACE[mode];
  const target = mode === 'light' ? READABLE : COMFORTABLE;
  const corrected = pushAway(accent, surface, target);
  const soft = mix(corrected, surface, mode === 'light' ? 0.14 : 0.2);
  return {
    accent: corrected,
    onAccent: inkOn(corrected),
    soft,
    softInk: INK[mode],
  };
}

/** White or near-black, whichever reads better on the colour. */
export function inkOn(colour: string): string {
  const [light, dark] = ON_ACCENT;
  return contrast(colour, light) >= contrast(colour, dark) ? light : dark;
}

/** WCAG contrast ratio of two colours, 1 to 21. */
export function contrast(one: string, other: string): number {
  const a = luminance(rgb(one));
  const b = luminance(rgb(other));
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** Moves a colour away from its background, in small steps, until it stands out enough. */
function pushAway(colour: string, background: string, target: number): string {
  const pole = luminance(rgb(background)) > 0.5 ? '#000000' : '#ffffff';
  for (let share = 0; share < 1; share += 0.04) {
    const candidate = mix(pole, colour, share);
    if (contrast(candidate, background) >= target) return candidate;
  }
  return pole;
}

function mix(top: string, bottom: string, share: number): string {
  const [a, b] = [rgb(top), rgb(bottom)];
  const channel = (index: 0 | 1 | 2) =>
    Math.round(a[index] * share + b[index] * (1 - share))
      .toString(16)
      .padStart(2, '0');
  return `#${channel(0)}${channel(1)}${channel(2)}`;
}

function rgb(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

function luminance(colour: Rgb): number {
  const linear = (part: number) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  const [red, green, blue] = colour;
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}
