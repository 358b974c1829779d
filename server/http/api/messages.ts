/** Messages of a conversation: read, write, send again. */
import Type from 'typebox';
import type { Answering } from '../../conversations/answering/answering.ts';
import { cancelMessage } from '../../conversations/held-back.ts';
import { proposeRecipients } from '../../conversations/propose.ts';
import { readMessages } from '../../conversations/read-messages.ts';
import { makeRequester } from '../../conversations/requester.ts';
import { readSending } from '../../conversations/sending.ts';
import { resend } from '../../deliveries/resend.ts';
import type { Actor } from '../../events/actor.ts';
import type { Scope } from '../../events/scope.ts';
import { Recipients } from '../../wire/addressing.ts';
import { Conversation } from '../../wire/conversations.ts';
import { Message, NewMessage, Untaken } from '../../wire/messages.ts';
import { SendingLine } from '../../wire/sending.ts';
import { nullable } from '../../wire/shapes.ts';
import { type App, actorOf, needs, type Store } from '../door.ts';
import { ConversationParams, Limit, limitOf, SeqQuery, seqOf } from '../query.ts';

const tags = ['messages'];
const MessageParams = Type.Object({
  ...ConversationParams.properties,
  messageId: Type.String({ format: 'uuid' }),
});

export type Writing = { store: Store; answering: Answering };

export async function messageRoutes(app: App, { store, answering }: Writing): Promise<void> {
  readRoute(app, store);
  writeRoute(app, answering);
  recipientsRoute(app, store);
  sendingRoute(app, store);
  deedRoute(app, store, {
    noun: 'attempts',
    summary: 'Send a failed message again',
    response: Message,
    run: resend,
  });
  deedRoute(app, store, {
    noun: 'cancellation',
    summary: 'Take back a message that has not gone yet',
    response: Message,
    run: cancelMessage,
  });
  deedRoute(app, store, {
    noun: 'requester',
    summary: 'Whoever wrote what this message passes on becomes the customer',
    response: Conversation,
    run: makeRequester,
  });
}

function readRoute(app: App, store: Store): void {
  app.get(
    '/conversations/:id/messages',
    {
      preHandler: needs('read'),
      schema: {
        tags,
        summary: 'Messages by their number, oldest first',
        params: ConversationParams,
        querystring: Type.Object({ after: SeqQuery, before: SeqQuery, limit: Limit }),
        response: { 200: Type.Object({ data: Type.Array(Message) }) },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { id } = request.params;
      const { after, before, limit } = request.query;
      const wanted = { after: seqOf(after), before: seqOf(before), limit: limitOf(limit) };
      return {
        data: await store.in(actor.workspaceId, (scope) => readMessages(scope, actor, id, wanted)),
      };
    },
  );
}

function writeRoute(app: App, answering: Answering): void {
  app.post(
    '/conversations/:id/messages',
    {
      preHandler: needs('write'),
      schema: {
        tags,
        summary: 'Reply, or leave a note',
        description: 'The same key again answers the first message and writes nothing.',
        params: ConversationParams,
        body: NewMessage,
        response: { 201: Message, 409: Untaken },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { id: conversationId } = request.params;
      const message = await answering.write({ actor, conversationId, input: request.body });
      return reply.code(201).send(message);
    },
  );
}

function recipientsRoute(app: App, store: Store): void {
  app.get(
    '/conversations/:id/recipients',
    {
      preHandler: needs('read'),
      schema: {
        tags,
        summary: 'Whom an answer would go to',
        description: 'null where messages have no recipients to choose.',
        params: ConversationParams,
        querystring: Type.Object({
          mode: Type.Optional(Type.Union([Type.Literal('reply'), Type.Literal('all')])),
          answersId: Type.Optional(Type.String({ format: 'uuid' })),
        }),
        response: { 200: Type.Object({ recipients: nullable(Recipients) }) },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { mode = 'reply', answersId } = request.query;
      const recipients = await store.in(actor.workspaceId, (scope) =>
        proposeRecipients(scope, actor, request.params.id, { mode, answersId }),
      );
      return { recipients };
    },
  );
}

function sendingRoute(app: App, store: Store): void {
  app.get(
    '/conversations/:id/sending',
    {
      preHandler: needs('read'),
      schema: {
        tags,
        summary: 'On which lines the customer can be answered, until when, and why not',
        description: 'The first is where an answer goes unless another is named by `threadId`.',
        params: ConversationParams,
        response: { 200: Type.Object({ data: Type.Array(SendingLine) }) },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { id } = request.params;
      return { data: await store.in(actor.workspaceId, (scope) => readSending(scope, actor, id)) };
    },
  );
}

/** What can be done with one message; each makes something, so that doing it is a POST. */
type Deed<Shape extends Type.TSchema> = {
  noun: string;
  summary: string;
  response: Shape;
  run(scope: Scope, actor: Actor, id: string, messageId: string): Promise<Type.Static<Shape>>;
};

function deedRoute<Shape extends Type.TSchema>(app: App, store: Store, deed: Deed<Shape>): void {
  app.post(
    `/conversations/:id/messages/:messageId/${deed.noun}`,
    {
      preHandler: needs('write'),
      schema: {
        tags,
        summary: deed.summary,
        params: MessageParams,
        response: { 201: deed.response as Type.TSchema },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { id, messageId } = request.params;
      const made = await store.in(actor.workspaceId, (scope) =>
        deed.run(scope, actor, id, messageId),
      );
      return reply.code(201).send(made);
    },
  );
}
