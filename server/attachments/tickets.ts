/**
 * Short-lived permits for single files, for frames that have no session of their own (trust rule A17): whoever may see
 * the message gets them with it, and a few minutes later they open nothing.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

const VALID_MS = 5 * 60_000;
/** Platforms fetch what we send when they come to it. */
export const FOR_PLATFORMS_MS = 24 * 3_600_000;

export type Permit =
  | { kind: 'file'; workspaceId: string; attachmentId: string }
  | { kind: 'remote'; url: string }
  /** To end the mails of a line. */
  | { kind: 'stop'; workspaceId: string; threadId: string }
  /** To end an agent's digests. */
  | { kind: 'digest'; workspaceId: string; agentId: string };

export type Tickets = {
  /** A ticket that may stand in an address; good for a few minutes unless told otherwise. */
  issue(permit: Permit, validMs?: number): string;
  /** What it permits; null when it is not ours or too old. */
  redeem(ticket: string, now?: number): Permit | null;
};

/** A mail is found again years later, and whoever wants no more of them must not be refused. */
export const FOR_READERS_MS = 10 * 365 * 24 * 3_600_000;

const LONGEST_NAME = 80;

/** A file's name as it can stand behind its ticket; the end, which says its kind, stays. */
export const nameInAddress = (name: string): string =>
  name.replaceAll(/[^\w.-]+/g, '_').slice(-LONGEST_NAME) || 'file';

export function createTickets(secretKey: string): Tickets {
  const sign = (text: string) =>
    createHmac('sha256', `tickets\n${secretKey}`).update(text).digest('base64url');
  return {
    issue(permit, validMs = VALID_MS) {
      const content = JSON.stringify({ ...permit, until: Date.now() + validMs });
      const text = Buffer.from(content).toString('base64url');
      return `${text}.${sign(text)}`;
    },
    redeem(ticket, now = Date.now()) {
      const [text = '', signature = ''] = ticket.split('.');
      const given = Buffer.from(signature);
      const expected = Buffer.from(sign(text));
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
      const { until, ...permit }: Permit & { until: number } = JSON.parse(
        Buffer.from(text, 'base64url').toString(),
      );
      return until > now ? permit : null;
    },
  };
}
