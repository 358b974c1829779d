/** Whatever colour a shop chooses, people can read it. */
import { expect, it } from 'vitest';
import { contrast, HOUSE_ACCENT, paletteOf } from '../../widget/accent.ts';

const SURFACE = { light: '#ffffff', dark: '#1a1e21' } as const;
const modes = ['light', 'dark'] as const;

const colours = ['#ffff66', '#ffffff', '#000000', '#ff0000', '#00ff00', '#0000ff', '#808080'];
const steps = ['00', '33', '66', '99', 'cc', 'ff'];
const many = steps.flatMap((r) => steps.flatMap((g) => steps.map((b) => `#${r}${g}${b}`)));

it('knows the contrasts of the rules', () => {
  expect(contrast('#ffffff', '#000000')).toBeCloseTo(21);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  expect(contrast('#0e6655', '#0e6655')).toBe(1);
});

it.each(modes)('corrects every accent until each pair reaches 4.5 : 1 (%s)', (mode) => {
  for (const colour of [...colours, ...many, HOUSE_ACCENT, HOUSE_ACCENT.toUpperCase()]) {
    const { accent, onAccent, soft, softInk } = paletteOf(colour, mode);
    expect(contrast(accent, SURFACE[mode]), `${colour} as a link`).toBeGreaterThanOrEqual(4.5);
    expect(contrast(onAccent, accent), `on ${colour}`).toBeGreaterThanOrEqual(4.5);
    expect(contrast(softInk, soft), `in a bubble of ${colour}`).toBeGreaterThanOrEqual(7);
  }
});

it('leaves a colour that is good already as it is', () => {
  expect(paletteOf('#7a1fa2', 'light').accent).toBe('#7a1fa2');
});
