/** What a mail may cost before it is kept unread; some things over a limit are left out or stay plain instead. */
export const LIMITS = {
  bytes: 50 * 1024 * 1024,
  parts: 1_000,
  depth: 50,
  headerBytes: 1024 * 1024,
  addresses: 1_000,
  /** Fields of one header; what stands below is left out, as are addresses. */
  fields: 5_000,
  /** Files written into texts; the next ones stay text. */
  uuFiles: 500,
  /** Signs of markup in a small mail; beyond, HTML is shown as text. */
  markup: 40_000,
} as const;

/** Only a broken limit makes a mail unreadable; the message names the limit, never the content. */
export class UnreadableMailError extends Error {
  override name = 'UnreadableMailError';
}

/** @throws UnreadableMailError when `amount` is over the limit; `what` names it. */
export function keepWithin(limit: number, amount: number, what: string): void {
  if (amount <= limit) return;
  const most = limit.toLocaleString('en-US');
  throw new UnreadableMailError(`the mail has more than ${most} ${what}`);
}
