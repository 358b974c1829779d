/** Ways of misreading a request. */
import type { Adapter, AdapterRequest, Settings } from '../../../adapters/adapter.ts';
import { MalformedRequestError } from '../../../adapters/errors.ts';
import type { InboundEvent, InboundMessage } from '../../../adapters/message.ts';
import { type Fault, instead } from './fault.ts';
import { parse } from './parse.ts';

type Payload = {
  delivery: string;
  events?: { id?: string; text?: string; prototype?: Partial<InboundMessage> }[];
};

let parsedBefore = 0;

export const parseFaults: Fault[] = [
  ...given("parse gives the fixture's events, twice, without network", {
    'the name of a file is lost': eachMessage((event) => ({ ...event, attachments: [] })),
    'every parsing makes new ids': eachMessage((event) => {
      parsedBefore += 1;
      return { ...event, externalId: `${event.externalId}-${parsedBefore}` };
    }),
    'parse looks something up': async (request, settings) => {
      await fetch('https://api.toy.example/users/ana').catch(() => null);
      return parse(request, settings);
    },
    'parse changes the request': (request, settings) => {
      const events = parse(request, settings);
      request.body.fill(0);
      return events;
    },
  }),
  ...given('events keep to the contract', {
    'an empty thread': eachMessage((event) => ({ ...event, thread: '' })),
    'an endless external id': eachMessage((event) => ({ ...event, externalId: 'x'.repeat(600) })),
    'a field of its own': eachMessage((event) => ({ ...event, mood: 'good' })),
  }),
  ...given('a malformed fixture is malformed', {
    'half a payload is good enough': (request, settings) => {
      const { events } = payloadOf(request);
      return events?.some((event) => 'id' in event) ? parse(request, settings) : [];
    },
  }),
  ...given('garbage is a typed error', {
    'garbage is no events': (request, settings) => orElse(() => [], request, settings),
    'garbage is a bug': (request, settings) =>
      orElse(() => JSON.parse('this is not JSON'), request, settings),
  }),
  ...given('a wrong type never gets through', {
    'the text is taken unseen': (request, settings) => {
      const body = payloadOf(request);
      const text = body.events?.[0]?.text ?? 'Hi';
      const checked = JSON.stringify(body, (key, value: unknown) =>
        key === 'text' ? 'any' : value,
      );
      const unseen = eachMessage((event) => ({ ...event, text }));
      return unseen({ ...request, body: Buffer.from(checked) }, settings);
    },
  }),
  ...given('prototype keys are harmless', {
    'the payload is merged into defaults': (request, settings) => {
      const body = payloadOf(request);
      mergeInto({}, body);
      return parse(request, settings);
    },
    'the payload is spread into the event': (request, settings) => {
      const body = payloadOf(request);
      const { prototype: extra } = body.events?.[0] ?? {};
      return eachMessage((event) => ({ ...event, ...extra }))(request, settings);
    },
  }),
  ...given('an unknown event is ignored', {
    'an unknown event is an error': dropping('unknown', () => {
      throw new MalformedRequestError('unknown event');
    }),
    'an unknown event is dropped': dropping('unknown', () => []),
  }),
  ...given('its own echo is ignored', {
    'our own message is taken for theirs': dropping('our own message', ({ externalId }) => [
      {
        type: 'message',
        externalId,
        from: { kind: 'toy-user', scope: '', value: 'us', verified: true },
        thread: 'c',
        text: 'Hi',
      },
    ]),
  }),
  ...given('two deliveries have one external id', {
    'the id of the delivery is taken': (request, settings) => {
      const { delivery } = payloadOf(request);
      return eachMessage((event) => ({ ...event, externalId: `${delivery}` }))(request, settings);
    },
  }),
  ...given('different things have different external ids', {
    'the id of the chat is taken': eachMessage((event) => ({ ...event, externalId: event.thread })),
  }),
  ...given('a batch gives all its events', {
    'only the first event is read': (request, settings) => parse(request, settings).slice(0, 1),
  }),
];

function given(breaks: string, faulty: Record<string, Adapter['parse']>): Fault[] {
  return Object.entries(faulty).map(([what, parse]) => instead(what, breaks, { parse }));
}

function eachMessage(change: (event: InboundMessage) => InboundMessage) {
  return (request: AdapterRequest, settings: Settings): InboundEvent[] =>
    parse(request, settings).map((event) => (event.type === 'message' ? change(event) : event));
}

function dropping(reason: string, change: (event: InboundEvent) => InboundEvent[]) {
  return (request: AdapterRequest, settings: Settings): InboundEvent[] =>
    parse(request, settings).flatMap((event) =>
      event.type === 'ignored' && event.reason === reason ? change(event) : [event],
    );
}

function orElse(fallback: () => InboundEvent[], request: AdapterRequest, settings: Settings) {
  try {
    return parse(request, settings);
  } catch {
    return fallback();
  }
}

function payloadOf(request: AdapterRequest): Payload {
  return JSON.parse(new TextDecoder().decode(request.body));
}

/** The classic: a deep merge that follows `__proto__`. */
function mergeInto(target: Record<string, unknown>, source: Record<string, unknown>): void {
  for (const [key, value] of Object.entries(source ?? {})) {
    const inner = target[key] ?? {};
    target[key] = typeof value === 'object' && value !== null ? inner : value;
    if (target[key] === inner) mergeInto(inner as typeof target, value as typeof source);
  }
}
