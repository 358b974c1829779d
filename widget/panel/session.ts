/**
 * Who the visitor is to the server: one token per channel and browser, shared by all tabs. It is made at the first write
 * and not before: opening the chat leaves no trace. A proof of identity (JWT) is used when the panel opens.
 */

import type { Claims } from '../../server/wire/visitor.ts';
import type { Identity } from '../bridge.ts';
import type { Api } from './api.ts';
import { isUnknownVisitor, Refused } from './errors.ts';
import type { Lock } from './lock.ts';
import { signal } from './signals.ts';
import type { Store } from './store.ts';

/** `subject`: whom the token was made for; null for a guest. Only a cache key: what it proves, the server knows. */
type Kept = { token: string; subject: string | null };
export type SessionDeps = {
  api: Api;
  store: Store;
  lock: Lock;
  /** Another person sits here now: nothing of the one before may stay. */
  replaced(): void;
};

const NAME = 'session';
const CLAIMS = 'claims';

export class Session {
  readonly token = signal<string | null>(null);
  /** The website's proof was refused, so the visitor is a guest. */
  readonly identityRefused = signal(false);
  readonly #deps: SessionDeps;
  #identity: Identity | null = null;
  #minting: Promise<string> | null = null;

  constructor(deps: SessionDeps) {
    this.#deps = deps;
    this.adopt();
  }

  /** A name or address the website claims, to be sent along with a message. */
  get claims(): Claims | null {
    return this.#identity && !('jwt' in this.#identity) ? this.#identity : null;
  }

  get hasProof(): boolean {
    return this.#jwt !== null;
  }

  /** Takes over what another tab stored. */
  adopt(): void {
    const kept = this.#kept();
    if (kept?.token !== this.token.value) this.token.value = kept?.token ?? null;
  }

  /** Remembers who the website says this is. Asks nothing of the network. */
  identify(identity: Identity): void {
    if (same(identity, this.#identity)) return;
    this.#identity = identity;
    this.identityRefused.value = false;
    const jwt = this.#jwt;
    const kept = this.#kept();
    if (!jwt || !kept || kept.subject === null || kept.subject === subjectOf(jwt)) return;
    this.lose(kept.token);
    this.#deps.replaced();
  }

  /** Whether the stored session is not (yet) that of the person the website has proven. */
  get needsProof(): boolean {
    const jwt = this.#jwt;
    if (!jwt || this.identityRefused.value) return false;
    return this.#kept()?.subject !== subjectOf(jwt) || this.token.value === null;
  }

  /** The token, made now if there is none. Tabs take turns, so that one visitor does not become two. */
  ensure(): Promise<string> {
    if (this.token.value && !this.needsProof) return Promise.resolve(this.token.value);
    this.#minting ??= this.#mint().finally(() => {
      this.#minting = null;
    });
    return this.#minting;
  }

  /** Asks something as the visitor. @throws also where there is none yet */
  async use<Result>(ask: (token: string) => Promise<Result>): Promise<Result> {
    const token = this.token.value;
    if (!token) throw new Error('no visitor yet');
    try {
      return await ask(token);
    } catch (error) {
      if (isUnknownVisitor(error)) this.lose(token);
      throw error;
    }
  }

  /** What is claimed, by the website before the visitor, unless it has been told to this conversation before. */
  freshClaims(typed?: Claims): Claims | null {
    const own = this.claims;
    const claims = typed || own ? { ...typed, ...own } : null;
    return claims && JSON.stringify(claims) !== this.#deps.store.get(CLAIMS) ? claims : null;
  }

  /** The conversation knows them now. */
  told(claims: Claims | undefined): void {
    if (claims) this.#deps.store.set(CLAIMS, JSON.stringify(claims));
  }

  /** The server does not know this token any more: forget it, unless another tab has replaced it already. */
  lose(token: string): void {
    if (this.#kept()?.token === token) this.#deps.store.remove(NAME);
    this.adopt();
  }

  /** Log-out: the token is ended on the server and forgotten here, also when the server cannot be reached. */
  async reset(): Promise<void> {
    const token = this.token.value;
    this.#identity = null;
    this.identityRefused.value = false;
    this.#deps.store.remove(NAME);
    this.token.value = null;
    if (token) await this.#deps.api.endSession(token).catch(() => undefined);
  }

  get #jwt(): string | null {
    return this.#identity && 'jwt' in this.#identity ? this.#identity.jwt : null;
  }

  async #mint(): Promise<string> {
    return this.#deps.lock('session', async () => {
      this.adopt();
      if (this.token.value && !this.needsProof) return this.token.value;
      const jwt = this.identityRefused.value ? null : this.#jwt;
      if (jwt) return this.#prove(jwt);
      const { token } = await this.#deps.api.createSession({});
      return this.#keep({ token, subject: null });
    });
  }

  async #prove(jwt: string): Promise<string> {
    const kept = this.#kept();
    // Only a guest's talk may join the person. Somebody else's session stays with them.
    const guest = kept && kept.subject === null ? { token: kept.token } : {};
    try {
      const talk = this.#deps.store.get('talk') ?? undefined;
      const { token } = await this.#deps.api.createSession({ jwt, talk, ...guest });
      return this.#keep({ token, subject: subjectOf(jwt) });
    } catch (error) {
      if (!isRefusedProof(error)) throw error;
      this.identityRefused.value = true;
      throw error;
    }
  }

  #keep(kept: Kept): string {
    this.#deps.store.set(NAME, JSON.stringify(kept));
    this.token.value = kept.token;
    return kept.token;
  }

  #kept(): Kept | null {
    try {
      const value = JSON.parse(this.#deps.store.get(NAME) ?? 'null') as Partial<Kept> | null;
      if (typeof value?.token !== 'string') return null;
      return { token: value.token, subject: value.subject ?? null };
    } catch {
      return null;
    }
  }
}

/** Whom a JWT names. Read without checking: it only decides whether to ask the server, which does check. */
export function subjectOf(jwt: string): string {
  try {
    const part = (jwt.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/');
    const bytes = Uint8Array.from(atob(part), (character) => character.charCodeAt(0));
    const { sub } = JSON.parse(new TextDecoder().decode(bytes)) as { sub?: unknown };
    return typeof sub === 'string' ? sub : jwt;
  } catch {
    return jwt;
  }
}

const isRefusedProof = (error: unknown): boolean =>
  error instanceof Refused && error.status >= 400 && error.status < 500 && error.status !== 429;

const same = (one: Identity, other: Identity | null): boolean =>
  JSON.stringify(one) === JSON.stringify(other);
