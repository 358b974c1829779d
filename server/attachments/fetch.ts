/** Fetching a file from its platform: opened and streamed outside any transaction, then shown where its place was. */
import { Readable } from 'node:stream';
import { and, eq } from 'drizzle-orm';
import type { Adapter, RemoteFile, Settings, Tools } from '../../adapters/adapter.ts';
import { ChannelError } from '../../adapters/errors.ts';
import { accessChannel, type ChannelRow, markFailing } from '../channels/access.ts';
import { openSettings } from '../channels/settings.ts';
import { change, hold, SYSTEM } from '../conversations/change.ts';
import { loadMessages } from '../conversations/present.ts';
import { attachments, messages } from '../database/schema/messages.ts';
import type { Outcome } from '../deliveries/jobs.ts';
import { backoff, type Sender } from '../deliveries/sender.ts';
import type { Scope } from '../events/scope.ts';
import { Refusal } from '../wire/problems.ts';
import type { StoredFile } from './spool.ts';
import { type AttachmentRow, ofAttachment, safeName } from './uploads.ts';

/** Larger than what messengers let people send, and small enough for any disk. */
const MOST_BYTES = 64 * 1024 * 1024;
/** How long one file may take; the job's lease outlives it. */
export const FETCH_TIMEOUT_MS = 120_000;
const MOST_ATTEMPTS = 8;
const LONGEST_WAIT_MS = 60 * 60_000;

type Fetched = StoredFile & { name: string | undefined };
/** What became of one attempt. */
type Result = Fetched | { problem: string } | { againInMs: number };

/**
 * Fetches one file, or decides when to try again. Whatever a platform does ends as a state of the attachment, never
 * as an exception.
 */
export async function fetchFile(
  sender: Sender,
  workspaceId: string,
  attachmentId: string,
  attempt: number,
): Promise<Outcome> {
  const { store } = sender;
  const wanted = await store.in(workspaceId, (scope) => pick(scope, sender, attachmentId));
  if (!wanted) return { done: true };
  const result = await tryToFetch(sender, wanted, attempt, (reason) =>
    store.in(workspaceId, (scope) => markFailing(scope, wanted.channel.id, reason)),
  );
  if ('againInMs' in result) return { done: false, againInMs: result.againInMs };
  await store.in(workspaceId, (scope) => settle(scope, wanted, result));
  return { done: true };
}

type Wanted = {
  file: AttachmentRow;
  conversationId: string;
  channel: ChannelRow;
  adapter: Adapter | undefined;
  settings: Settings;
};

async function pick(scope: Scope, { vault }: Sender, id: string): Promise<Wanted | null> {
  const [row] = await scope.tx
    .select({
      file: attachments,
      conversationId: messages.conversationId,
      channelId: messages.channelId,
    })
    .from(attachments)
    .innerJoin(messages, ofAttachment)
    .where(
      and(
        eq(attachments.workspaceId, scope.workspaceId),
        eq(attachments.id, id),
        eq(attachments.state, 'pending'),
      ),
    );
  if (!row?.channelId) return null;
  const channel = await accessChannel(scope, row.channelId);
  const adapter = channel.removedAt ? undefined : scope.catalogue.get(channel.adapter);
  return { ...row, channel, adapter, settings: openSettings(vault, channel) };
}

async function tryToFetch(
  sender: Sender,
  wanted: Wanted,
  attempt: number,
  reportFailing: (reason: string) => Promise<void>,
): Promise<Result> {
  const { file, channel, adapter } = wanted;
  if (!adapter) return { problem: 'The channel was removed.' };
  if (file.size > MOST_BYTES) return { problem: TOO_LARGE };
  const tools = sender.tools({ id: channel.id, adapter: adapter.id }, FETCH_TIMEOUT_MS);
  try {
    return await stream(sender, adapter, wanted, tools);
  } catch (error) {
    if (error instanceof Refusal) return refused(error, attempt);
    if (error instanceof ChannelError && error.kind === 'unauthorized') {
      await reportFailing(error.reason);
    }
    return judged(error, attempt, tools);
  }
}

function refused({ code, detail }: Refusal, attempt: number): Result {
  // Our own store, not the platform: it takes as long as it takes.
  if (code === 'unavailable') return { againInMs: Math.min(backoff(attempt), LONGEST_WAIT_MS) };
  return { problem: code === 'too_large' ? TOO_LARGE : detail };
}

const TOO_LARGE = `It is larger than ${MOST_BYTES / 1024 / 1024} MB, which is the most that is fetched.`;

async function stream(
  { files }: Sender,
  adapter: Adapter,
  { file, settings }: Wanted,
  tools: Tools,
): Promise<Fetched> {
  if (!adapter.download) throw new ChannelError('rejected', 'This channel cannot fetch files.');
  const opened = await adapter.download(file.remote ?? '', settings, tools);
  const stored = await files.save(readable(opened, tools), MOST_BYTES);
  return { ...stored, name: opened.name };
}

/** Ends with the tools: a platform that sends a byte now and then holds nobody up. */
function readable({ body }: RemoteFile, { signal }: Tools): Readable {
  return Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0], { signal });
}

function judged(error: unknown, attempt: number, { log }: Tools): Result {
  const told = error instanceof ChannelError;
  if (!told) log('a file broke off', { error: error instanceof Error ? error.name : 'unknown' });
  if (attempt >= MOST_ATTEMPTS || (told && !mayComeYet(error))) {
    return { problem: told ? withCode(error) : 'It broke off on the way, each time.' };
  }
  const wanted = (told ? error.retryAfterMs : undefined) ?? backoff(attempt);
  return { againInMs: Math.min(wanted, LONGEST_WAIT_MS) };
}

/** Platforms announce files before every server of theirs knows them. A key can be mended. */
const mayComeYet = ({ kind, code }: ChannelError): boolean =>
  kind === 'retry' || kind === 'unauthorized' || code === 'HTTP 404';

const withCode = ({ reason, code }: ChannelError) => (code ? `${reason} (${code})` : reason);

async function settle(
  scope: Scope,
  { file, conversationId }: Wanted,
  result: Fetched | { problem: string },
): Promise<void> {
  const held = await hold(scope, conversationId);
  const news = 'problem' in result ? { state: 'failed' as const, ...result } : arrived(result);
  const changed = await scope.tx
    .update(attachments)
    .set(news)
    .where(
      and(
        eq(attachments.workspaceId, scope.workspaceId),
        eq(attachments.id, file.id),
        eq(attachments.state, 'pending'),
      ),
    )
    .returning({ messageId: attachments.messageId });
  const messageId = changed[0]?.messageId;
  // Its writer took the message back meanwhile: then there is no place for it.
  if (!messageId) return;
  const [message] = await loadMessages(scope, eq(messages.id, messageId));
  if (!message) throw new Error('the message vanished');
  await change(scope, held, {}, [{ kind: 'attachment', actor: SYSTEM, data: { message } }]);
}

const arrived = ({ digest, size, type, name }: Fetched) => ({
  state: 'ready' as const,
  digest,
  size,
  type,
  ...(name && { name: safeName(name) }),
});
