/** Ways of letting strangers in. */
import type { AdapterRequest, Settings } from '../../../adapters/adapter.ts';
import { signatureOf, verify } from './adapter.ts';
import { type Fault, instead } from './fault.ts';

const trusted = new Set<string>();

export const verifyFaults: Fault[] = [
  instead('verify says no to everybody', 'a genuine request is accepted', { verify: () => false }),
  instead('verify accepts a broken old scheme', 'a refused fixture is refused', {
    verify: (request, settings, now) => verify(upgraded(request), settings, now),
  }),
  instead(
    'a signature seen once is trusted for any body',
    'a changed byte of the body is refused',
    {
      verify: (request, settings, now) => {
        if (verify(request, settings, now)) trusted.add(headerOf(request));
        return trusted.has(headerOf(request));
      },
    },
  ),
  instead('only the beginning of the signature is compared', 'a changed signature is refused', {
    verify: (request, settings) => {
      const [scheme, seconds = '', given = ''] = headerOf(request).split(',');
      const expected = signatureOf(request.body, seconds, settings);
      return scheme === 'v1' && expected !== '' && given.slice(0, 8) === expected.slice(0, 8);
    },
  }),
  instead(
    'a request without a signature passes',
    'a missing, empty or doubled signature is refused',
    {
      verify: (request, settings, now) =>
        request.headers['x-toy-signature'] === undefined || verify(request, settings, now),
    },
  ),
  instead(
    'of two signatures the first counts',
    'a missing, empty or doubled signature is refused',
    {
      verify: (request, settings, now) =>
        verify(withHeader(request, headerOf(request).split(', ')[0] ?? ''), settings, now),
    },
  ),
  instead('all channels share one secret', "another channel's secret is refused", {
    verify: (request, settings, now) => {
      const signingSecret = settings['signingSecret'] && 'toy-signing-secret-one';
      return verify(request, { ...settings, signingSecret } as Settings, now);
    },
  }),
  instead('a channel without a secret takes everything', 'an unset secret lets nobody in', {
    verify: (request, settings, now) =>
      settings['signingSecret'] === '' || verify(request, settings, now),
  }),
  instead('a signature is good for ever', 'a stale signature is refused', {
    verify: (request, settings) => verify(request, settings, signedAt(request)),
  }),
  instead('a signature of the future is good', 'a stale signature is refused', {
    verify: (request, settings, now) =>
      verify(request, settings, new Date(Math.max(now.getTime(), signedAt(request).getTime()))),
  }),
  instead('verify reads the body as JSON', 'verify survives garbage', {
    verify: (request, settings, now) => {
      JSON.parse(new TextDecoder().decode(request.body));
      return verify(request, settings, now);
    },
  }),
  instead('verify asks the platform', 'a genuine request is accepted', {
    verify: async (request, settings, now) => {
      await fetch('https://api.toy.example/verify').catch(() => null);
      return verify(request, settings, now);
    },
  }),
];

function headerOf(request: AdapterRequest): string {
  return request.headers['x-toy-signature'] ?? '';
}

function withHeader(request: AdapterRequest, value: string): AdapterRequest {
  return { ...request, headers: { ...request.headers, 'x-toy-signature': value } };
}

function upgraded(request: AdapterRequest): AdapterRequest {
  return withHeader(request, headerOf(request).replace(/^v0/, 'v1'));
}

function signedAt(request: AdapterRequest): Date {
  return new Date(Number(headerOf(request).split(',')[1]) * 1000);
}
