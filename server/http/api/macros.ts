/** Macros: kept, run, and taken back. */
import Type from 'typebox';
import { runMacro } from '../../conversations/macros/running.ts';
import { takeRunBack } from '../../conversations/macros/taking-back.ts';
import { changeMacro, listMacros, makeMacro, removeMacro } from '../../conversations/macros.ts';
import { Macro, MacroChange, MacroOutcome, NewMacro, NewMacroRun } from '../../wire/macros.ts';
import { Untaken } from '../../wire/messages.ts';
import { ClientKey } from '../../wire/shapes.ts';
import { type App, actorOf, needs, type Store } from '../door.ts';
import { IdParams } from '../query.ts';

const tags = ['macros'];

export async function macroRoutes(app: App, { store }: { store: Store }): Promise<void> {
  readRoutes(app, store);
  changeRoutes(app, store);
  runRoutes(app, store);
}

function readRoutes(app: App, store: Store): void {
  app.get(
    '/macros',
    {
      preHandler: needs('read'),
      schema: {
        tags,
        summary: 'Your own macros and everybody’s, the oldest first',
        response: { 200: Type.Object({ data: Type.Array(Macro) }) },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      return { data: await store.in(actor.workspaceId, (scope) => listMacros(scope, actor)) };
    },
  );
  app.post(
    '/macros',
    {
      preHandler: needs('write'),
      schema: {
        tags,
        summary: 'Make a macro',
        description: 'For everybody (`shared`) only admins do so.',
        body: NewMacro,
        response: { 201: Macro },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { body } = request;
      const made = await store.in(actor.workspaceId, (scope) => makeMacro(scope, actor, body));
      return reply.code(201).send(made);
    },
  );
}

function changeRoutes(app: App, store: Store): void {
  app.patch(
    '/macros/:id',
    {
      preHandler: needs('write'),
      schema: {
        tags,
        summary: 'Change a macro',
        params: IdParams,
        body: MacroChange,
        response: { 200: Macro },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { params, body } = request;
      return store.in(actor.workspaceId, (scope) => changeMacro(scope, actor, params.id, body));
    },
  );
  app.delete(
    '/macros/:id',
    {
      preHandler: needs('write'),
      schema: {
        tags,
        summary: 'Remove a macro',
        description: 'What was done with it stays done.',
        params: IdParams,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { id } = request.params;
      await store.in(actor.workspaceId, (scope) => removeMacro(scope, actor, id));
      return reply.code(204).send(null);
    },
  );
}

function runRoutes(app: App, store: Store): void {
  app.post(
    '/macros/:id/runs',
    {
      preHandler: needs('write'),
      schema: {
        tags,
        summary: 'Run a macro on one conversation or on many',
        description:
          'All of its steps on all of them, or nothing. What is said is said first, in order. The same key again answers ' +
          'what the first run led to.',
        params: IdParams,
        body: NewMacroRun,
        response: { 201: MacroOutcome, 409: Untaken },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { params, body } = request;
      const outcome = await store.in(actor.workspaceId, (scope) =>
        runMacro(scope, actor, params.id, body),
      );
      return reply.code(201).send(outcome);
    },
  );
  app.post(
    '/macro-runs/:key/reversal',
    {
      preHandler: needs('write'),
      schema: {
        tags,
        summary: 'Take back all that a run has done',
        description:
          'An answer that went at once stays; one that is held back a moment is not sent.',
        params: Type.Object({ key: ClientKey }),
        response: { 201: MacroOutcome },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { key } = request.params;
      const outcome = await store.in(actor.workspaceId, (scope) => takeRunBack(scope, actor, key));
      return reply.code(201).send(outcome);
    },
  );
}
