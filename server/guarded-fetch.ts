/** The only way out of the process for adapters: no private addresses, whatever spelling or redirect leads there. */
import { lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { Agent, fetch as undiciFetch } from 'undici';

/** Is this an address of the public internet? Loopback, private, link-local, mapped and all other special ones are not. */
export function isPublicAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';
}

/** Resolves like the system does, and refuses unless every answer is public; the connection goes to what was checked. */
const guardedLookup: LookupFunction = (hostname, options, done) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return done(error, '', 0);
    const [first] = addresses;
    if (!first || !addresses.every(({ address }) => isPublicAddress(address))) {
      return done(new Error('the address is not public'), '', 0);
    }
    if (options.all) return done(null, addresses);
    done(null, first.address, first.family);
  });
};

const agent = new Agent({
  connect: { lookup: guardedLookup, timeout: 10_000 },
  headersTimeout: 15_000,
  bodyTimeout: 15_000,
});

/** `fetch` bound to an abort signal. Redirects are not followed: where they lead is for the adapter to decide and to ask again. */
export function guardedFetch(signal: AbortSignal): typeof globalThis.fetch {
  const guarded = async (input: string | URL | Request, init: RequestInit = {}) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (!/^https?:$/.test(url.protocol)) throw new TypeError(`${url.protocol} is not fetched`);
    const host = url.hostname.replace(/^\[|\]$/g, '');
    // A literal address never reaches the look-up.
    if (isIP(host) && !isPublicAddress(host)) throw new TypeError('the address is not public');
    const signals = [signal, ...(init.signal ? [init.signal] : [])];
    return undiciFetch(url, {
      ...(init as object),
      redirect: 'manual',
      dispatcher: agent,
      signal: AbortSignal.any(signals),
    });
  };
  return guarded as unknown as typeof globalThis.fetch;
}
