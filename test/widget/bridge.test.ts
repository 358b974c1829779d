/** The bridge between a website and the panel: strangers get nothing and change nothing. */
import { describe, expect, it, vi } from 'vitest';
import {
  type Command,
  parseCommand,
  parseIdentity,
  parseReport,
  wrap,
} from '../../widget/bridge.ts';
import { Host, type Surroundings } from '../../widget/panel/host.ts';

const hello: Command = {
  type: 'hello',
  locale: 'en',
  theme: 'auto',
  accent: '',
  open: true,
  focus: true,
  modal: false,
  identity: null,
};

const rubbish: unknown[] = [
  null,
  undefined,
  0,
  'hello',
  [],
  {},
  { type: 'open', focus: true },
  { mark: 'interline/2', type: 'open', focus: true },
  { mark: 'interline/1' },
  { mark: 'interline/1', type: '__proto__' },
  { mark: 'interline/1', type: ['open'], focus: true },
  { mark: 'interline/1', type: 'open', focus: 'yes' },
  { mark: 'interline/1', type: 'layout' },
  { mark: 'interline/1', type: 'consent', given: 'true' },
  { mark: 'interline/1', type: 'identify', identity: { admin: true } },
  { ...wrap(hello), locale: 'x'.repeat(36) },
  { ...wrap(hello), theme: 'pink' },
  { ...wrap(hello), open: 1 },
  { ...wrap(hello), accent: 'red' },
];

describe('packets', () => {
  it.each<Command>([
    hello,
    { ...hello, identity: { jwt: 'a.b.c' } },
    { type: 'open', focus: false },
    { type: 'close' },
    { type: 'layout', modal: true },
    { type: 'identify', identity: { name: 'Mia', email: 'mia@example.com' } },
    { type: 'consent', given: false },
    { type: 'reset' },
  ])('$type to the panel arrives as it was sent', (command) => {
    expect(parseCommand(structuredClone(wrap(command)))).toEqual(command);
  });

  it.each([
    { type: 'ready', accent: '#0e6655' },
    { type: 'ready', accent: '' },
    { type: 'unread', count: 3, said: '3 unread' },
    { type: 'message', direction: 'out' },
    { type: 'close' },
    { type: 'leave' },
    { type: 'reset' },
  ] as const)('$type to the website arrives as it was sent', (report) => {
    expect(parseReport(structuredClone(wrap(report)))).toEqual(report);
  });

  it('that are anything else are nothing', () => {
    expect(rubbish.map(parseCommand)).toEqual(rubbish.map(() => null));
    const reports = [
      ...rubbish,
      wrap({ type: 'unread', count: -1 }),
      wrap({ type: 'unread', count: 1.5 }),
      wrap({ type: 'ready', accent: 'red;background:url(//evil)' }),
    ];
    expect(reports.map(parseReport)).toEqual(reports.map(() => null));
  });

  it('carry only fields that are known', () => {
    const command = parseCommand({ ...wrap({ type: 'close' }), token: 'secret' });
    expect(command).toEqual({ type: 'close' });
  });
});

describe('an identity', () => {
  it('is a proof, or a claim of name and address', () => {
    expect(parseIdentity({ jwt: ' a.b.c ', name: 'ignored' })).toEqual({ jwt: 'a.b.c' });
    expect(parseIdentity({ name: ' Mia ' })).toEqual({ name: 'Mia' });
  });

  it.each([
    [null],
    ['mia'],
    [{}],
    [{ name: '' }],
    [{ jwt: 7 }],
    [{ jwt: 'x'.repeat(4097) }],
    [{ email: `${'x'.repeat(254)}@` }],
  ])('%j is none', (value) => expect(parseIdentity(value)).toBeNull());
});

/** A frame whose parent can be impersonated. */
function setUp() {
  const heard = vi.fn();
  const postMessage = vi.fn<(message: unknown, origin: string) => void>();
  const parent = { postMessage } as unknown as Window;
  let listener: (event: object) => void = () => undefined;
  const surroundings = {
    parent,
    addEventListener: (_type: string, listen: (event: object) => void) => (listener = listen),
    removeEventListener: () => (listener = () => undefined),
  };
  const host = new Host(surroundings as unknown as Surroundings, heard);
  const post = (command: Command, origin: string, source: unknown = parent) =>
    listener({ data: wrap(command), origin, source });
  return { host, heard, postMessage, post };
}

describe('the panel', () => {
  it('pins the window and the exact origin that say hello first', () => {
    const { host, heard, post, postMessage } = setUp();
    post(hello, 'https://shop.example');
    expect(heard).toHaveBeenCalledWith(hello);
    host.tell({ type: 'unread', count: 1 });
    expect(postMessage.mock.calls).toEqual([
      [wrap({ type: 'unread', count: 1 }), 'https://shop.example'],
    ]);
  });

  it('hears nobody else afterwards', () => {
    const { heard, post } = setUp();
    post(hello, 'https://shop.example');
    post({ type: 'reset' }, 'https://evil.example');
    post(hello, 'https://shop.example.evil.example');
    post({ type: 'reset' }, 'https://shop.example', {});
    expect(heard).toHaveBeenCalledTimes(1);
  });

  it('obeys nothing before hello, and tells nobody anything', () => {
    const { host, heard, post, postMessage } = setUp();
    post({ type: 'reset' }, 'https://shop.example');
    post({ type: 'identify', identity: { jwt: 'a.b.c' } }, 'https://shop.example');
    host.tell({ type: 'unread', count: 1 });
    expect([heard.mock.calls, postMessage.mock.calls]).toEqual([[], []]);
  });

  it.each(['null', '', 'file://'])(
    'takes no hello from the origin %j, which cannot be pinned',
    (origin) => {
      const { heard, post } = setUp();
      post(hello, origin);
      expect(heard).not.toHaveBeenCalled();
    },
  );

  it('is deaf and silent after its end', () => {
    const { host, heard, post, postMessage } = setUp();
    post(hello, 'https://shop.example');
    host.end();
    post({ type: 'close' }, 'https://shop.example');
    host.tell({ type: 'close' });
    expect([heard.mock.calls.length, postMessage.mock.calls.length]).toEqual([1, 0]);
  });
});
