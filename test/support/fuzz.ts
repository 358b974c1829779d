/** Rubbish by the thousand, the same again for the same seed. */
import { bodyFor, type Method, type Route } from './routes.ts';

/** Mulberry32: small, fast, and good enough for rubbish. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** In [0, 1). */
  roll(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  below(limit: number): number {
    return Math.floor(this.roll() * limit);
  }

  pick<Item>(items: readonly [Item, ...Item[]]): Item {
    return items[this.below(items.length)] ?? items[0];
  }

  chance(share: number): boolean {
    return this.roll() < share;
  }
}

const ODD_TEXTS = [
  '',
  ' ',
  '\0',
  '\ud800',
  '__proto__',
  'constructor',
  'toString',
  '-1',
  '1e999',
  'NaN',
  'true',
  '../../etc/passwd',
  '%00',
  "' or 1=1 --",
  '<script>',
  '🎈'.repeat(50),
  'x'.repeat(5_000),
  '٣',
  '2026-13-45T99:99:99Z',
  '00000000-0000-0000-0000-000000000000',
  'urn:uuid:00000000-0000-0000-0000-000000000000',
  '-'.repeat(36),
  'sample-key-1234567',
  'typing',
] as const;

const ODD_JSON = [
  'null',
  'true',
  '0',
  '-0',
  '-1',
  '1.5',
  '1e308',
  '1e999',
  '9007199254740993',
  '[]',
  '{}',
  '[[[[[[[[]]]]]]]]',
  '{"__proto__":{"polluted":true}}',
  '{"constructor":{"prototype":{"polluted":true}}}',
  '{"length":-1}',
  '{"toString":1,"valueOf":2}',
  '{"_placeholder":true,"num":0}',
  '"\\ud800"',
  '"\\u0000"',
  '',
  '{',
  '[1,',
  'undefined',
  '\u0001',
] as const;

/** Something that stands where JSON is expected; sometimes it is JSON. */
export function oddJson(dice: Dice, depth = 2): string {
  if (depth > 0 && dice.chance(0.3)) {
    const inner = Array.from({ length: dice.below(4) }, () => oddJson(dice, depth - 1));
    if (dice.chance(0.5)) return `[${inner.join(',')}]`;
    return `{${inner.map((value) => `${JSON.stringify(oddText(dice))}:${value}`).join(',')}}`;
  }
  return dice.chance(0.5) ? dice.pick(ODD_JSON) : JSON.stringify(oddText(dice));
}

export const oddText = (dice: Dice): string => dice.pick(ODD_TEXTS);

export type OddRequest = {
  method: Method | 'HEAD' | 'OPTIONS';
  url: string;
  headers: Record<string, string>;
  payload?: string | Buffer;
};

const METHODS = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE', 'HEAD', 'OPTIONS'] as const;
const TYPES = [
  'text/plain',
  'application/xml',
  'multipart/form-data; boundary=x',
  ';',
  '',
] as const;
const CREDENTIALS: readonly [Record<string, string>, ...Record<string, string>[]] = [
  {},
  { authorization: 'Bearer x.y' },
  { authorization: `Bearer itl_${'A'.repeat(27)}` },
  { authorization: 'Basic eDp5' },
  { cookie: `interline=${'A'.repeat(43)}` },
  { cookie: 'interline=__proto__; interline=%00' },
  { origin: 'https://evil.example' },
  { 'idempotency-key': '\u00e9' },
];

/** A request to one of the app's own routes with something wrong about it. */
export function oddRequest(dice: Dice, routes: [Route, ...Route[]]): OddRequest {
  const route = dice.pick(routes);
  const method = dice.chance(0.1) ? dice.pick(METHODS) : route.method;
  const url = route.url.replace(/:\w+|\*/g, () =>
    dice.chance(0.4) ? crypto.randomUUID() : encodeURIComponent(oddText(dice).toWellFormed()),
  );
  const query = dice.chance(0.3)
    ? `?${dice.pick(QUERIES)}=${encodeURI(oddText(dice).toWellFormed())}`
    : '';
  const headers: Record<string, string> = { ...dice.pick(CREDENTIALS) };
  if (method === 'GET' || method === 'HEAD') return { method, url: url + query, headers };
  headers['content-type'] = dice.chance(0.9) ? 'application/json' : dice.pick(TYPES);
  return { method, url: url + query, headers, payload: oddBody(dice, route) };
}

const QUERIES = [
  'q',
  'limit',
  'cursor',
  'after',
  'before',
  'view',
  'channel',
  '__proto__',
] as const;

function oddBody(dice: Dice, route: Route): string | Buffer {
  const base = bodyFor(route);
  const names = Object.keys(base ?? {});
  const [first, ...rest] = names;
  if (!base || first === undefined || dice.chance(0.4)) return oddJson(dice);
  if (dice.chance(0.1)) return Buffer.from([0x7b, 0x22, 0xff, dice.below(256), 0x22, 0x3a]);
  // One field is wrong, the others are right. What would be let in by luck is given a field too many.
  const name = dice.pick([first, ...rest]);
  const wrong = { ...base, [name]: '@', [`x${dice.below(9)}`]: 1 };
  return JSON.stringify(wrong).replace('"@"', () => oddJson(dice));
}

const PACKETS = ['typing', 'beat', 'sync', 'open', 'close', 'message', 'error', 'x', ''] as const;

/** A packet that the library would let through, with something odd in it. */
export function oddPacket(dice: Dice, namespace: string, id: number): string {
  const name = dice.chance(0.8) ? dice.pick(PACKETS) : oddText(dice);
  const bodies = Array.from({ length: dice.below(3) }, () => validJson(dice));
  const packet = [JSON.stringify(name.toWellFormed()), ...bodies].join(',');
  return `42${namespace},${dice.chance(0.7) ? id : ''}[${packet}]`;
}

function validJson(dice: Dice): string {
  const text = oddJson(dice);
  try {
    JSON.parse(text);
    return text;
  } catch {
    return '{"active":"yes"}';
  }
}

const BROKEN = [
  '9',
  '42',
  '4',
  '42/visitor,[',
  '451-/visitor,["x"]',
  '40/nowhere,',
  '41',
  '\u0001',
  '459999999-[]',
] as const;

/** A frame that is no packet at all: it may cost the line, and nothing else. */
export const brokenFrame = (dice: Dice): string | Uint8Array =>
  dice.chance(0.2) ? Uint8Array.from({ length: 8 }, () => dice.below(256)) : dice.pick(BROKEN);
