/** The only way out of the process for adapters: no private addresses, whatever spelling or redirect leads there. */
import { lookup } from 'node:dns';
import { lookup as lookUp } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { Agent, fetch as undiciFetch } from 'undici';
import { ChannelError } from '../adapters/errors.ts';
import { passes } from './garbage.ts';

export type Guard = {
  /**
   * `fetch` bound to an abort signal. What is only read follows redirects, unless `redirect: 'manual'` is asked for;
   * each step is checked like the first, and credentials stay with the origin they were meant for. What changes
   * something is never sent on to elsewhere.
   */
  fetch(signal: AbortSignal): typeof globalThis.fetch;
  /** The address behind a host name, for other connections. @throws ChannelError rejected when it is not allowed */
  resolve(host: string): Promise<string>;
};

/** @param allowedNetworks private networks (CIDR or single addresses) that the operator opens on purpose */
export function createGuard(allowedNetworks: readonly string[] = []): Guard {
  const networks = allowedNetworks.map(readNetwork);
  const allows = (address: string) => isPublicAddress(address) || isIn(address, networks);
  const agent = new Agent({
    connect: { lookup: guardedLookup(allows), timeout: 10_000 },
    headersTimeout: 15_000,
    bodyTimeout: 15_000,
  });
  return {
    fetch: (signal) => guardedFetch({ signal, agent, allows }),
    resolve: (host) => resolve(host, allows),
  };
}

/** Is this an address of the public internet? Loopback, private, link-local, mapped and all other special ones are not. */
export function isPublicAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';
}

type Network = ReturnType<typeof ipaddr.parseCIDR>;
type Allows = (address: string) => boolean;

function readNetwork(text: string): Network {
  if (ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text);
  const address = ipaddr.parse(text);
  return [address, address.kind() === 'ipv6' ? 128 : 32];
}

function isIn(text: string, networks: Network[]): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.process(text);
  return networks.some(([base, bits]) => {
    return address.kind() === base.kind() && address.match(base, bits);
  });
}

/** Resolves like the system does, and refuses unless every answer is allowed; the connection goes to what was checked. */
function guardedLookup(allows: Allows): LookupFunction {
  return (hostname, options, done) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, '', 0);
      const [first] = addresses;
      if (!first || !addresses.every(({ address }) => allows(address))) {
        return done(new Error('the address is not public'), '', 0);
      }
      if (options.all) return done(null, addresses);
      done(null, first.address, first.family);
    });
  };
}

type Bound = { signal: AbortSignal; agent: Agent; allows: Allows };

const MOST_REDIRECTS = 5;
/** All that another origin is told: whatever else was in the request may open doors at the first one. */
const HARMLESS = new Set(['accept', 'accept-language', 'user-agent', 'range']);

function guardedFetch(bound: Bound): typeof globalThis.fetch {
  const guarded = (input: string | URL | Request, init: RequestInit = {}) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const reads = /^(GET|HEAD)$/i.test(init.method ?? 'GET');
    const follows = reads && init.redirect !== 'manual';
    return follow(bound, { url, init }, follows ? MOST_REDIRECTS : 0);
  };
  return guarded as unknown as typeof globalThis.fetch;
}

type Asked = { url: URL; init: RequestInit };

/** After `left` more steps an answer that leads on is the answer. */
async function follow(bound: Bound, asked: Asked, left: number): ReturnType<typeof undiciFetch> {
  const response = await ask(bound, asked);
  const location = response.headers.get('location');
  const elsewhere = response.status >= 300 && response.status < 400;
  if (!elsewhere || location === null || left === 0) return response;
  await response.body?.cancel();
  return follow(bound, ledOn(asked, location), left - 1);
}

function ledOn({ url, init }: Asked, location: string): Asked {
  const next = new URL(location, url);
  if (url.protocol === 'https:' && next.protocol !== 'https:') {
    throw new TypeError('the redirect gives up encryption');
  }
  if (next.origin === url.origin) return { url: next, init };
  return { url: next, init: { ...init, headers: harmless(init.headers) } };
}

async function ask({ signal, agent, allows }: Bound, { url, init }: Asked) {
  if (!/^https?:$/.test(url.protocol)) throw new TypeError(`${url.protocol} is not fetched`);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  // A literal address never reaches the look-up.
  if (isIP(host) && !allows(host)) throw new TypeError('the address is not public');
  const signals = [signal, ...(init.signal ? [init.signal] : [])];
  return undiciFetch(url, {
    ...(init as object),
    redirect: 'manual',
    ...(init.body instanceof Blob && piecemeal(init.body, init.headers)),
    dispatcher: agent,
    signal: AbortSignal.any(signals),
  });
}

/** Files are read while they are sent. Undici is told to expect no other place to send them to: it would keep a copy. */
function piecemeal(body: Blob, given: RequestInit['headers']) {
  const headers = new Headers(given);
  if (!headers.has('content-type') && body.type) headers.set('content-type', body.type);
  headers.set('content-length', String(body.size));
  const known = Object.fromEntries(headers);
  const once = { redirect: 'error', window: null, duplex: 'half' } as const;
  return { ...once, headers: known, body: piecesOf(body) };
}

async function* piecesOf(body: Blob): AsyncGenerator<Uint8Array> {
  for await (const piece of body.stream()) {
    yield piece;
    passes(piece.length);
  }
}

function harmless(headers: RequestInit['headers']): Record<string, string> {
  const all = [...new Headers(headers).entries()];
  return Object.fromEntries(all.filter(([name]) => HARMLESS.has(name)));
}

async function resolve(host: string, allows: Allows): Promise<string> {
  const found = isIP(host)
    ? [{ address: host }]
    : await lookUp(host, { all: true }).catch(() => {
        throw new ChannelError('retry', `The server ${host} cannot be found.`, { code: 'DNS' });
      });
  const [first] = found;
  if (first && found.every(({ address }) => allows(address))) return first.address;
  throw new ChannelError(
    'rejected',
    `${host} is not an address of the public internet; the operator can open a network of their own with ALLOWED_NETWORKS.`,
  );
}
