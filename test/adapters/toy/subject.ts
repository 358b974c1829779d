/** The toy channel with its fixtures, signed as the toy platform would sign them. */
import type { Settings } from '../../../adapters/adapter.ts';
import type { OutboundFixture } from '../../../adapters/fixtures.ts';
import { hmacSha256 } from '../../../adapters/signature.ts';
import type { Subject } from '../conformance/subject.ts';
import { API, authorised, signatureOf, toy } from './adapter.ts';

const NOW = '2026-11-20T12:00:00.000Z';
const SECONDS = String(Date.parse(NOW) / 1000 - 20);

const settings: Settings = {
  channelId: 'toy-channel-1',
  signingSecret: 'toy-signing-secret-one',
  apiToken: 'toy-api-token-one',
  loud: 'off',
};
const otherSettings: Settings = {
  ...settings,
  channelId: 'toy-channel-2',
  signingSecret: 'toy-signing-secret-two',
  apiToken: 'toy-api-token-two',
};

const from = { kind: 'toy-user', scope: 'toy-channel-1', value: 'ana', verified: true };
const about = { user: 'ana', chat: 'c', message: 'out-1' };
const hello = { type: 'message', id: 'm-1', at: 1_795_000_000, user: 'ana', chat: 'c', text: 'Hi' };
const helloRead = {
  type: 'message',
  externalId: 'm-1',
  at: '2026-11-18T11:06:40.000Z',
  from,
  thread: 'c',
  text: 'Hi',
};

export const toySubject: Subject = {
  adapter: toy,
  profile: { now: NOW, settings, otherSettings, signatureHeader: 'x-toy-signature', skips: [] },
  inbound: [
    inbound('message', [hello], [helloRead]),
    inbound('redelivery', [hello], [helloRead], 'd-2'),
    inbound(
      'batch',
      [
        { ...hello, id: 'm-2', files: [{ ref: 'f-1', name: 'a.png', mime: 'image/png' }] },
        { type: 'edit', id: 'e-1', ...about, value: 'Hello' },
        { type: 'delete', id: 'x-1', ...about, value: '' },
        { type: 'reaction', id: 'h-1', ...about, value: '👍' },
        { type: 'typing', id: 't-1', user: 'ana', chat: 'c' },
        { type: 'receipt', id: 'r-1', ...about, value: 'delivered' },
        { type: 'receipt', id: 'r-2', ...about, value: 'read' },
      ],
      [
        {
          ...helloRead,
          externalId: 'm-2',
          attachments: [{ name: 'a.png', type: 'image/png', source: { remote: 'f-1' } }],
        },
        { type: 'edit', externalId: 'e-1', thread: 'c', messageExternalId: 'out-1', text: 'Hello' },
        { type: 'delete', externalId: 'x-1', thread: 'c', messageExternalId: 'out-1' },
        {
          type: 'reaction',
          externalId: 'h-1',
          thread: 'c',
          messageExternalId: 'out-1',
          from,
          emoji: '👍',
        },
        { type: 'typing', externalId: 't-1', from, thread: 'c' },
        { type: 'receipt', externalId: 'r-1', messageExternalId: 'out-1', status: 'delivered' },
        { type: 'receipt', externalId: 'r-2', messageExternalId: 'out-1', status: 'read' },
      ],
    ),
    inbound(
      'unknown-event',
      [{ type: 'poll', id: 'p-1' }],
      [{ type: 'ignored', externalId: 'p-1', reason: 'unknown' }],
    ),
    inbound(
      'own-echo',
      [{ type: 'sent', id: 'out-1' }],
      [{ type: 'ignored', externalId: 'out-1', reason: 'our own message' }],
    ),
    { name: 'no-id', request: signed({ events: [{ type: 'message' }] }), malformed: 'No id.' },
    { name: 'old-scheme', request: signed({ events: [] }, 'v0'), refused: 'v0 is broken.' },
    {
      name: 'without-secret',
      request: signed({ events: [] }),
      settings: { signingSecret: '' },
      refused: 'The channel has no secret.',
    },
  ],
  outbound: [
    outbound('text', 'Hello', []),
    outbound('file', '', [{ id: 'a', name: 'a.txt', type: 'text/plain', content: 'A' }]),
    closed(),
  ],
  revisions: [revision('edit', 'Hello again'), revision('delete', null)],
  challenge: {
    request: {
      method: 'GET',
      url: `/hook?token=${hmacSha256('toy-signing-secret-one', 'hook', 'hex')}&challenge=Zx81`,
      headers: {},
      body: '',
    },
    answer: { status: 200, body: 'Zx81' },
  },
};

function inbound(name: string, sent: object[], events: object[], delivery = 'd-1') {
  return { name, request: signed({ delivery, events: sent }), events };
}

function signed(body: object, scheme = 'v1') {
  const signature = signatureOf(Buffer.from(JSON.stringify(body)), SECONDS, settings);
  const headers = { 'x-toy-signature': `${scheme},${SECONDS},${signature}` };
  return { method: 'POST', url: '/hook', headers, body };
}

function outbound(
  name: string,
  text: string,
  attachments: OutboundFixture['message']['attachments'],
) {
  const to = { kind: 'toy-user', scope: 'toy-channel-1', value: 'ana' };
  const message = { id: 'ours-1', attempt: 1, thread: 'c', to, text, attachments };
  const files = attachments.map((file) => file.name);
  const body = { chat: 'c', text, key: 'ours-1', files };
  const headers = authorised(settings);
  const request = { method: 'POST', url: `${API}/messages`, headers, body };
  const calls = [{ request, response: { status: 200, body: { id: `toy-${name}` } } }];
  return { name, message, calls, result: { externalId: `toy-${name}` } };
}

function revision(name: string, text: string | null) {
  const to = { kind: 'toy-user', scope: 'toy-channel-1', value: 'ana' };
  const own = { externalId: 'toy-text', thread: 'c', to, text: 'Hello', files: 0 };
  const headers = authorised(settings);
  const url = `${API}/messages/toy-text`;
  const request = { method: 'PUT', url, headers, body: { text } };
  return { name, own, text, calls: [{ request, response: { status: 200, body: {} } }] };
}

function closed() {
  const { message, calls } = outbound('closed', 'Hello', []);
  const response = { status: 403, body: { code: 'window_closed' } };
  return {
    name: 'closed',
    message,
    calls: calls.map(({ request }) => ({ request, response })),
    error: { kind: 'closed', code: 'window_closed' },
  };
}
