/** What a request says: one event, or several in a list. */
import type { AdapterRequest, Settings } from '../adapter.ts';
import { MalformedRequestError } from '../errors.ts';
import type {
  AttachmentReference,
  IdentityClaim,
  InboundEvent,
  InboundMessage,
  ReceiptStatus,
} from '../message.ts';
import { checked, readJson } from '../payload.ts';
import { canonicalPhone } from '../phone.ts';
import { sha256 } from '../signature.ts';
import {
  AnyEvent,
  Body,
  Consent,
  Deletion,
  Echo,
  Edit,
  type File,
  Message,
  type Person,
  Reaction,
  Receipt,
  Typing,
} from './events.ts';

export function parse(request: AdapterRequest, settings: Settings): InboundEvent[] {
  const body = readJson(request, Body);
  // A repeat has the same `webhook-id`, so what has no id of its own is known by that.
  const delivery = request.headers['webhook-id'] ?? sha256(request.body);
  if (!body.events) return [eventIn(body, { id: delivery, scope: settings.channelId })];
  return body.events.map((event, index) =>
    eventIn(event, { id: `${delivery}:${index}`, scope: settings.channelId }),
  );
}

/** What an event has from the request it came in. */
type Origin = { id: string; scope: string };
type Base = { externalId: string; at?: Date };

function eventIn(event: unknown, { id: otherwise, scope }: Origin): InboundEvent {
  const { type, id, timestamp } = checked(event, AnyEvent, 'an event');
  const at = timestamp === undefined ? undefined : new Date(timestamp);
  if (at && Number.isNaN(at.getTime())) throw new MalformedRequestError('timestamp is no date');
  const base = { externalId: id ?? otherwise, ...(at && { at }) };
  const read = readers.get(type);
  if (read) return read(event, base, scope);
  return { ...base, type: 'ignored', reason: `unknown event type: ${type.slice(0, 40)}` };
}

type Reader = (event: unknown, base: Base, scope: string) => InboundEvent;

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['message', readMessage],
  ['echo', readEcho],
  ['edit', readEdit],
  ['delete', readDeletion],
  ['reaction', readReaction],
  ['typing', readTyping],
  ['receipt', readReceipt],
  ['consent', readConsent],
]);

function readMessage(event: unknown, base: Base, scope: string): InboundEvent {
  const message = checked(event, Message, 'a message');
  const { from, thread = from.id, context, quotes } = message;
  return {
    ...base,
    type: 'message',
    from: identityOf(from, scope),
    thread,
    ...contentsOf(message),
    ...(context && { context }),
    ...(quotes && { quotes }),
  };
}

function readEcho(event: unknown, base: Base, scope: string): InboundEvent {
  const echo = checked(event, Echo, 'an echo');
  const { to, thread = to.id } = echo;
  return { ...base, type: 'echo', to: identityOf(to, scope), thread, ...contentsOf(echo) };
}

function readEdit(event: unknown, base: Base): InboundEvent {
  const { thread, message, text } = checked(event, Edit, 'an edit');
  return { ...base, type: 'edit', thread, messageExternalId: message, text };
}

function readDeletion(event: unknown, base: Base): InboundEvent {
  const { thread, message } = checked(event, Deletion, 'a delete');
  return { ...base, type: 'delete', thread, messageExternalId: message };
}

function readReaction(event: unknown, base: Base, scope: string): InboundEvent {
  const { from, thread = from.id, message, emoji } = checked(event, Reaction, 'a reaction');
  const who = identityOf(from, scope);
  return { ...base, type: 'reaction', from: who, thread, messageExternalId: message, emoji };
}

function readTyping(event: unknown, base: Base, scope: string): InboundEvent {
  const { from, thread = from.id } = checked(event, Typing, 'typing');
  return { ...base, type: 'typing', from: identityOf(from, scope), thread };
}

function readReceipt(event: unknown, base: Base): InboundEvent {
  const { message, status, reason } = checked(event, Receipt, 'a receipt');
  if (!isReceiptStatus(status)) {
    return { ...base, type: 'ignored', reason: `unused status: ${status.slice(0, 40)}` };
  }
  const receipt = { ...base, type: 'receipt', messageExternalId: message, status } as const;
  return { ...receipt, ...(reason && { reason }) };
}

function readConsent(event: unknown, base: Base, scope: string): InboundEvent {
  const { from, allowed, reason } = checked(event, Consent, 'a consent');
  const { kind, value } = identityOf(from, scope);
  const words = allowed ? 'They want to be written to.' : 'They asked not to be written to.';
  return {
    ...base,
    type: 'consent',
    who: { kind, scope, value },
    allowed,
    reason: reason ?? words,
  };
}

function isReceiptStatus(status: string): status is ReceiptStatus {
  return ['delivered', 'read', 'failed'].includes(status);
}

function identityOf({ id, name, email, aliases = [] }: Person, scope: string): IdentityClaim {
  return {
    kind: 'api-user',
    scope,
    value: id,
    verified: true,
    ...(name && { name }),
    ...(email && { email }),
    ...(aliases.length > 0 && { aliases: aliases.map(aliasOf) }),
  };
}

function aliasOf({ kind, value: raw }: NonNullable<Person['aliases']>[number]) {
  const value = kind === 'phone' ? canonicalPhone(raw) : raw.trim().toLowerCase();
  const fits = kind === 'phone' ? value.startsWith('+') : /^[^@\s]+@[^@\s]+$/.test(value);
  if (!fits) throw new MalformedRequestError(`an alias of the kind ${kind} is none`);
  return { kind, scope: '', value, raw };
}

type Contents = Pick<InboundMessage, 'text' | 'attachments' | 'unsupported'>;
type Given = { text?: string; attachments?: File[]; unsupported?: string };

function contentsOf({ text = '', attachments = [], unsupported }: Given): Contents {
  const empty = text === '' && attachments.length === 0;
  const kind = unsupported ?? (empty ? 'an empty message' : '');
  return {
    text,
    ...(attachments.length > 0 && { attachments: attachments.map(fileOf) }),
    ...(kind && { unsupported: kind }),
  };
}

function fileOf({ name, type, size, url, content }: File): AttachmentReference {
  if ((url === undefined) === (content === undefined)) {
    throw new MalformedRequestError('a file has either a url or its content');
  }
  const source = url === undefined ? { content: bytesOf(content) } : { remote: url };
  return { name, type, ...(size !== undefined && { size }), source };
}

const bytesOf = (content = '') => new Uint8Array(Buffer.from(content, 'base64'));
