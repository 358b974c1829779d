/** Ways of being wrong about what became of a message. */
import type { Adapter, Settings, Tools } from '../../../adapters/adapter.ts';
import { ChannelError } from '../../../adapters/errors.ts';
import type { OutboundMessage } from '../../../adapters/message.ts';
import { API, authorised, send, toy } from './adapter.ts';
import { type Fault, instead } from './fault.ts';

type Send = Adapter['send'];

export const sendFaults: Fault[] = [
  ...given('sending makes the calls and gives the outcome of the fixture', {
    'the text is left out': (message, settings, tools) =>
      send({ ...message, text: 'x' }, settings, tools),
    'the id is made up': async (message, settings, tools) => {
      await send(message, settings, tools);
      return { externalId: 'made-up' };
    },
    'it asks once more': async (message, settings, tools) => {
      const result = await send(message, settings, tools);
      await tools.fetch(`${API}/messages/${result.externalId}`).catch(() => null);
      return result;
    },
    'a closed window is just refused': turning('closed', 'rejected'),
  }),
  ...given('a slow-down is a retry, not before its time', {
    'the time to wait is ignored': rethrowing((error) =>
      error.code === 'HTTP 429' ? new ChannelError('retry', error.reason) : error,
    ),
  }),
  ...given('a refused key is unauthorized', {
    'a refused key is just refused': turning('unauthorized', 'rejected'),
  }),
  ...given('a refused message is rejected', {
    'a refused message is tried for ever': turning('rejected', 'retry'),
  }),
  ...given('trouble of the platform is a retry', {
    'trouble is final': turning('retry', 'rejected'),
    'an odd answer is a bug': async (message, settings, tools) => {
      const answer: { id: string } = await (await call(message, settings, tools)).json();
      return { externalId: answer.id };
    },
  }),
  ...given('a platform that never answers is a retry', {
    'the signal is not handed on': (message, settings, tools) =>
      send(message, settings, {
        ...tools,
        fetch: (url, init) => tools.fetch(url, withoutSignal(init)),
      }),
    'a time-out is called not sent': rethrowing(
      ({ kind, reason }) => new ChannelError(kind, reason),
    ),
  }),
  ...given('a cut connection is a retry', {
    'a failure of the network is let through': async (message, settings, tools) => {
      await call(message, settings, tools);
      return send(message, settings, tools);
    },
  }),
  ...given('an answer without an id is never a success', {
    'any answer will do': (message, settings, tools) =>
      send(message, settings, tools).catch((error: ChannelError) => {
        if (error.maybeSent) return { externalId: 'unknown' };
        throw error;
      }),
  }),
  ...given('a second attempt is recognisable where it is made unasked', {
    'every attempt looks new': (message, settings, tools) =>
      send({ ...message, id: `${message.id.slice(0, 2)}-${message.attempt}` }, settings, tools),
  }),
  ...given('text up to the limit is sent', {
    'bytes are counted instead of units': async (message, settings, tools) => {
      const bytes = Buffer.byteLength(message.text);
      if (bytes > toy.capabilities.text.max) throw new ChannelError('rejected', 'Too long.');
      return send(message, settings, tools);
    },
  }),
  ...given('over-long text is split or refused as declared', {
    'long text is cut off': (message, settings, tools) =>
      send({ ...message, text: message.text.slice(0, 1000) }, settings, tools),
  }),
  ...given('a file the channel cannot carry is refused', {
    'files are dropped': (message, settings, tools) =>
      send({ ...message, attachments: [] }, settings, tools),
  }),
  ...given('no secret is in an error or a log of send', {
    "the platform's words are handed on": async (message, settings, tools) => {
      const response = await call(message, settings, tools);
      if (!response.ok) throw new ChannelError('rejected', await response.text());
      return send(message, settings, tools);
    },
    'the cause is handed on': (message, settings, tools) =>
      send(message, settings, tools).catch((error: Error) => {
        error.cause = authorised(settings);
        throw error;
      }),
    'the call is logged': (message, settings, tools) => {
      tools.log('sending', authorised(settings));
      return send(message, settings, tools);
    },
  }),
];

function given(breaks: string, faulty: Record<string, Send>): Fault[] {
  return Object.entries(faulty).map(([what, send]) => instead(what, breaks, { send }));
}

function turning(from: ChannelError['kind'], to: ChannelError['kind']): Send {
  return rethrowing((error) =>
    error.kind === from ? new ChannelError(to, error.reason, { maybeSent: true }) : error,
  );
}

function rethrowing(change: (error: ChannelError) => ChannelError): Send {
  return (message, settings, tools) =>
    send(message, settings, tools).catch((error: ChannelError) => {
      throw change(error);
    });
}

/** The call itself, without any care. */
function call({ id: key, text, thread: chat }: OutboundMessage, settings: Settings, tools: Tools) {
  const body = JSON.stringify({ chat, text, key, files: [] });
  const init = { method: 'POST', headers: authorised(settings), body, signal: tools.signal };
  return tools.fetch(`${API}/messages`, init);
}

function withoutSignal(init: RequestInit = {}): RequestInit {
  const { signal: _, ...rest } = init;
  return rest;
}
