/** Where a provider renews access to mailboxes: each refresh token serves once, as RFC 9700 wants it. */
import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { CERTIFICATE, KEY } from './mail-server.ts';

export class TokenEndpoint {
  readonly url: string;
  /** Refresh tokens it was asked with, good and bad ones. */
  readonly asked: string[] = [];
  /** The only refresh token that is good, and the access token last given. */
  refreshToken = numbered('refresh', 0);
  accessToken = '';
  accessTokens = (number: number): string => numbered('access', number);
  /** What happens between a question and its answer. */
  meanwhile: () => Promise<void> | void = () => {};
  readonly #server;

  private constructor(server: ReturnType<typeof createServer>) {
    this.#server = server;
    this.url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/token`;
  }

  static async start(): Promise<TokenEndpoint> {
    const server = createServer({ key: KEY, cert: CERTIFICATE }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const endpoint = new TokenEndpoint(server);
    server.on('request', async (request, response) => {
      const given = new URLSearchParams(await text(request)).get('refresh_token') ?? '';
      const answer = endpoint.#renew(given);
      await endpoint.meanwhile();
      response.writeHead('error' in answer ? 400 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer));
    });
    return endpoint;
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  /** The access token ends at once, so that whoever logs in has to ask again. */
  #renew(given: string) {
    this.asked.push(given);
    if (given !== this.refreshToken) return { error: 'invalid_grant' };
    this.refreshToken = numbered('refresh', this.asked.length);
    this.accessToken = this.accessTokens(this.asked.length);
    const { accessToken: access_token, refreshToken: refresh_token } = this;
    return { access_token, refresh_token, expires_in: 60 };
  }
}

/** Their last four characters tell them apart. */
const numbered = (kind: string, number: number) =>
  `${kind}-of-the-mailbox-${String(number).padStart(4, '0')}`;
