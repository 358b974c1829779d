/** Under which key something is taken of an offer: each choice of a message, and each button of a card, is pressed once. */
import type { Chosen } from './content.ts';

export const responseKey = ({ of, card, choice }: Chosen): string =>
  card === undefined ? of : `${of}-${card}-${choice}`;
