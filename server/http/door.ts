/** What every door is made of: the app it hangs in, the hub it opens to, and who may pass. */
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  FastifyRequest,
  preHandlerAsyncHookHandler,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { Actor } from '../events/actor.ts';
import type { Store } from '../events/scope.ts';
import type { Scope } from '../wire/people.ts';
import { Refusal } from '../wire/problems.ts';

export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

/** The settings doors need; never the whole environment. */
export type DoorSettings = {
  publicUrl: string;
  /** Cookies carry Secure and the __Host- prefix. */
  secure: boolean;
};

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the authentication hook for everything under /api/v1; null for strangers. */
    actor: Actor | null;
  }
}

/** The agent behind a request. @throws Refusal not_logged_in */
export function actorOf(request: FastifyRequest): Actor {
  if (request.actor) return request.actor;
  throw new Refusal('not_logged_in', 'Log in, or send a token as "Authorization: Bearer …".');
}

/** A route's guard: logged in, the token's scope covers it, and for `admin` the role too. */
export function needs(scope: Scope): preHandlerAsyncHookHandler {
  return async (request) => {
    const actor = actorOf(request);
    if (!actor.scopes.includes(scope)) {
      throw new Refusal('forbidden', `This token lacks the scope "${scope}".`);
    }
    if (scope === 'admin' && actor.role !== 'admin') {
      throw new Refusal('forbidden', 'Only admins may do this.');
    }
  };
}

export type { Store };
