/** What the visitor's browser says, as events. */
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import type { AdapterRequest, Settings } from '../adapter.ts';
import { MalformedRequestError } from '../errors.ts';
import type { AttachmentReference, InboundEvent, Response } from '../message.ts';
import { checked, readJson } from '../payload.ts';
import { decodeVisitorToken, type Visitor, visitorEventId, visitorIdentity } from '../visitor.ts';

/** The events of a request that `verify` let in. */
export function parse(request: AdapterRequest, settings: Settings): InboundEvent[] {
  const visitor = decodeVisitorToken(bearerToken(request));
  if (!visitor) throw new MalformedRequestError('there must be a visitor token');
  const body = readJson(request, Body);
  const read = readers.get(body.type);
  if (read) return read(body, visitor, settings);
  const externalId = visitorEventId(visitor, body.key);
  return [{ type: 'ignored', externalId, reason: `unknown event type: ${body.type.slice(0, 40)}` }];
}

/** The token of `Authorization: Bearer …`; '' when there is none. */
export function bearerToken(request: AdapterRequest): string {
  return /^Bearer ([\w.-]+)$/i.exec(request.headers['authorization'] ?? '')?.[1] ?? '';
}

/** Made by the browser, once for each thing it says. */
const Key = Type.String({ pattern: '^[A-Za-z0-9_-]{8,64}$' });
const FileId = Type.String({ minLength: 1, maxLength: 64 });

const Body = Compile(Type.Object({ type: Type.String(), key: Key }));
const Chosen = Type.Object({
  kind: Type.Literal('chosen'),
  of: Type.String({ minLength: 1, maxLength: 64 }),
  card: Type.Optional(Type.Integer({ minimum: 0 })),
  choice: Type.Integer({ minimum: 0 }),
});
const Filled = Type.Object({
  kind: Type.Literal('filled'),
  of: Type.String({ minLength: 1, maxLength: 64 }),
  given: Type.Record(Type.String(), Type.String({ maxLength: 500 }), { maxProperties: 10 }),
});
const Said = Type.Union([Chosen, Filled]);
const Message = Compile(
  Type.Object({
    key: Key,
    text: Type.String({ maxLength: 8000 }),
    attachments: Type.Optional(
      Type.Array(
        Type.Object({
          id: FileId,
          name: Type.String({ maxLength: 255 }),
          type: Type.String({ maxLength: 255 }),
          size: Type.Integer({ minimum: 0 }),
        }),
        { maxItems: 10 },
      ),
    ),
    response: Type.Optional(Said),
    quotes: Type.Optional(Type.String({ minLength: 1, maxLength: 128 })),
    claims: Type.Optional(
      Type.Object({
        name: Type.Optional(Type.String({ maxLength: 100 })),
        email: Type.Optional(Type.String({ maxLength: 254 })),
      }),
    ),
    /** Put in by the server: the browser only names it. */
    nudge: Type.Optional(Type.String({ maxLength: 300 })),
  }),
);
const Receipt = Compile(
  Type.Object({
    status: Type.Union([Type.Literal('delivered'), Type.Literal('read')]),
    messages: Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { maxItems: 200 }),
  }),
);

/** What a message of the line is called: its externalId. */
const Named = Type.String({ minLength: 1, maxLength: 128 });
const Edit = Compile(Type.Object({ message: Named, text: Type.String({ maxLength: 8000 }) }));
const Reaction = Compile(
  Type.Object({
    message: Named,
    emoji: Type.Union([Type.String({ minLength: 1, maxLength: 32 }), Type.Null()]),
  }),
);
const Delete = Compile(Type.Object({ message: Named }));

type Reader = (body: { key: string }, visitor: Visitor, settings: Settings) => InboundEvent[];

const readers = new Map<string, Reader>([
  ['message', readMessage],
  ['receipt', readReceipts],
  ['typing', readTyping],
  ['edit', readEdit],
  ['delete', readDelete],
  ['reaction', readReaction],
]);

function readMessage(body: { key: string }, visitor: Visitor, settings: Settings): InboundEvent[] {
  const {
    key,
    text,
    attachments = [],
    claims,
    nudge,
    quotes,
    response,
  } = checked(body, Message, 'a message');
  if (text.trim() === '' && attachments.length === 0) {
    throw new MalformedRequestError('a message must have text or a file');
  }
  const { identity: from, thread } = visitorIdentity(visitor, settings, claims);
  const externalId = visitorEventId(visitor, key);
  // Field by field: whatever else the browser put there stays behind.
  const files = attachments.map(
    ({ id, name, type, size }): AttachmentReference => ({
      name,
      type,
      size,
      source: { upload: id },
    }),
  );
  return [
    {
      ...{ type: 'message', externalId, from, thread, text },
      ...(quotes !== undefined && { quotes }),
      ...(files.length > 0 && { attachments: files }),
      ...(nudge && { nudge }),
      ...(response && { response: responseOf(response) }),
    },
  ];
}

function responseOf(said: Type.Static<typeof Said>): Response {
  if (said.kind === 'filled') return { kind: 'filled', of: said.of, given: said.given };
  const { kind, of, card, choice } = said;
  return { ...{ kind, of, choice }, ...(card !== undefined && { card }) };
}

/** One event for each message; the thread keeps a visitor's receipts to the visitor's own line. */
function readReceipts(body: { key: string }, visitor: Visitor, settings: Settings): InboundEvent[] {
  const { status, messages } = checked(body, Receipt, 'a receipt');
  const { thread } = visitorIdentity(visitor, settings);
  return messages.map((messageExternalId) => ({
    type: 'receipt',
    // Not the request's key: having read a message is the same news however often it is told.
    externalId: visitorEventId(visitor, `${status}:${messageExternalId}`),
    messageExternalId,
    status,
    thread,
  }));
}

function readTyping(
  { key }: { key: string },
  visitor: Visitor,
  settings: Settings,
): InboundEvent[] {
  const { identity: from, thread } = visitorIdentity(visitor, settings);
  return [{ type: 'typing', externalId: visitorEventId(visitor, key), from, thread }];
}

function readEdit(body: { key: string }, visitor: Visitor, settings: Settings): InboundEvent[] {
  const { message, text } = checked(body, Edit, 'an edit');
  return [{ type: 'edit', ...about(body, visitor, settings), messageExternalId: message, text }];
}

function readDelete(body: { key: string }, visitor: Visitor, settings: Settings): InboundEvent[] {
  const { message } = checked(body, Delete, 'a deletion');
  return [{ type: 'delete', ...about(body, visitor, settings), messageExternalId: message }];
}

function readReaction(body: { key: string }, visitor: Visitor, settings: Settings): InboundEvent[] {
  const { message, emoji } = checked(body, Reaction, 'a reaction');
  const { identity: from } = visitorIdentity(visitor, settings);
  const place = about(body, visitor, settings);
  return [{ type: 'reaction', ...place, from, messageExternalId: message, emoji }];
}

/** The thread keeps it to the visitor's own line, whatever message is named. */
function about({ key }: { key: string }, visitor: Visitor, settings: Settings) {
  const { thread } = visitorIdentity(visitor, settings);
  return { externalId: visitorEventId(visitor, key), thread };
}
