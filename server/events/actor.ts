/** Who acts: resolved anew from the database for every request; a socket is asked again with every beat. */
import type { Role, Scope as TokenScope } from '../wire/people.ts';

export type Actor = {
  workspaceId: string;
  agentId: string;
  name: string;
  role: Role;
  /** What the log-in allows: everything for a session, the token's scopes for a token. */
  scopes: readonly TokenScope[];
  /** SHA-256 of the cookie or token, to find its sockets when it ends. */
  credential: string;
};
