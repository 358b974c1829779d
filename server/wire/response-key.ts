/** Under which key something is taken of an offer: of each message one choice or one form, of each card every button once. */
import type { NewResponse } from './content.ts';

export function responseKey(response: NewResponse): string {
  const { of } = response;
  const onCard = response.kind === 'chosen' && response.card !== undefined;
  return onCard ? `${of}-${response.card}-${response.choice}` : of;
}
