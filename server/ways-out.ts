/** What leaves the process by itself, by the one guarded way: adapters' requests, and notices to agents' devices. */
import type { FastifyBaseLogger } from 'fastify';
import type { Tools } from '../adapters/adapter.ts';
import type { Safe } from './channels/secrets.ts';
import type { Guard } from './guarded-fetch.ts';
import { Mailer, type MailSettings } from './mails/mailer.ts';
import type { Looks } from './push/notices.ts';
import type { Pusher } from './push/push.ts';
import { type Channel, toolsFor } from './tools.ts';

/** Shorter than a job's lease: a send that hangs ends before somebody else may try. */
export const SEND_TIMEOUT_MS = 15_000;

type WaysOut = {
  tools(channel: Channel, signal: AbortSignal): Tools;
  /** The same for one errand. */
  sending(channel: Channel, timeoutMs?: number): Tools;
  pusher: Pusher;
  /** The operator's own server; null: the installation writes to nobody itself. */
  mailer: Mailer | null;
};

/** @param safe with the server for mails of the installation; a demo has none, as nothing leaves it */
export function waysOut(
  safe: Safe & { mail: MailSettings | null },
  guard: Guard,
  log: FastifyBaseLogger,
  looks: Looks,
): WaysOut {
  const tools = toolsFor(safe, guard, log);
  return {
    tools,
    sending: (channel, timeoutMs = SEND_TIMEOUT_MS) =>
      tools(channel, AbortSignal.timeout(timeoutMs)),
    pusher: { store: safe.store, vault: safe.vault, fetch: guard.fetch, looks },
    mailer: safe.mail && new Mailer(safe.mail),
  };
}
