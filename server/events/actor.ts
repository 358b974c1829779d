/** Who acts: resolved anew from the database for every request; a socket is asked again with every beat. */
import type { Locale, Role, Scope as TokenScope } from '../wire/people.ts';

export type Actor = {
  workspaceId: string;
  agentId: string;
  name: string;
  role: Role;
  /** In which language they are told what adapters say about themselves. */
  locale: Locale;
  /** What the log-in allows: everything for a session, the token's scopes for a token. */
  scopes: readonly TokenScope[];
  /** SHA-256 of the cookie or token, to find its sockets when it ends. */
  credential: string;
};
