/** Whom an answer goes to, for every way a mail can be addressed (RFC 5322, 3.6.3; rule 11). */
import { describe, expect, it, test } from 'vitest';
import { recipientsOf } from '../../server/conversations/recipients.ts';
import type { Addressee } from '../../server/wire/addressing.ts';

const OWN = ['help@example.com', 'support@example.com', '@replies.example.com'];

const list = (text: string): Addressee[] =>
  text
    .split(' ')
    .filter(Boolean)
    .map((address) => ({ address, name: '' }));

const said = (people: Addressee[]): string => people.map(({ address }) => address).join(' ');

/** A mail, and what `reply` and `all` make of it; `|` stands between To and Cc. */
type Row = [
  about: string,
  mail: { from?: string; replyTo?: string; to?: string; cc?: string },
  reply: string,
  all: string,
];

const ANA = 'ana@example.org';

const received: Row[] = [
  ['to us alone', { to: 'help@example.com' }, ANA, `${ANA} |`],
  ['to us by another name', { to: 'support@example.com' }, ANA, `${ANA} |`],
  ['to us in capitals', { to: 'HELP@Example.COM' }, ANA, `${ANA} |`],
  ['to us with a tag', { to: 'help+r.abc.def@example.com' }, ANA, `${ANA} |`],
  ['to us with two tags', { to: 'help+a+b@example.com' }, ANA, `${ANA} |`],
  ['to both our names', { to: 'help@example.com support@example.com' }, ANA, `${ANA} |`],
  ['to us blindly', {}, ANA, `${ANA} |`],
  ['to us in copy', { cc: 'help@example.com' }, ANA, `${ANA} |`],
  [
    'to us and a friend',
    { to: 'help@example.com ben@example.org' },
    ANA,
    `${ANA} | ben@example.org`,
  ],
  [
    'to a friend, us in copy',
    { to: 'ben@example.org', cc: 'help@example.com' },
    ANA,
    `${ANA} | ben@example.org`,
  ],
  [
    'with one in copy',
    { to: 'help@example.com', cc: 'ben@example.org' },
    ANA,
    `${ANA} | ben@example.org`,
  ],
  [
    'with two in copy',
    { to: 'help@example.com', cc: 'ben@example.org cy@example.org' },
    ANA,
    `${ANA} | ben@example.org cy@example.org`,
  ],
  [
    'with us in copy, too',
    { to: 'help@example.com', cc: 'support@example.com cy@example.org' },
    ANA,
    `${ANA} | cy@example.org`,
  ],
  [
    'in the order of the mail',
    { to: 'z@example.org help@example.com a@example.org', cc: 'm@example.org' },
    ANA,
    `${ANA} | z@example.org a@example.org m@example.org`,
  ],
  [
    'with one named twice',
    { to: 'ben@example.org', cc: 'ben@example.org' },
    ANA,
    `${ANA} | ben@example.org`,
  ],
  [
    'with one named twice in other letters',
    { to: 'ben@example.org', cc: 'Ben@Example.org' },
    ANA,
    `${ANA} | ben@example.org`,
  ],
  ['with its writer in copy', { to: 'help@example.com', cc: ANA }, ANA, `${ANA} |`],
  ['with its writer in To', { to: `${ANA} help@example.com` }, ANA, `${ANA} |`],
  [
    'with its writer in copy in capitals',
    { to: 'help@example.com', cc: 'ANA@example.org' },
    ANA,
    `${ANA} |`,
  ],
  [
    'that asks for answers elsewhere',
    { replyTo: 'desk@example.org', to: 'help@example.com' },
    'desk@example.org',
    'desk@example.org |',
  ],
  [
    'that asks for answers at two places',
    { replyTo: 'a@example.org b@example.org', to: 'help@example.com' },
    'a@example.org b@example.org',
    'a@example.org b@example.org |',
  ],
  [
    'that asks for answers elsewhere, with copies',
    { replyTo: 'desk@example.org', to: 'help@example.com', cc: 'ben@example.org' },
    'desk@example.org',
    'desk@example.org | ben@example.org',
  ],
  [
    'that asks for answers to one in copy',
    { replyTo: 'ben@example.org', to: 'help@example.com', cc: 'ben@example.org' },
    'ben@example.org',
    'ben@example.org |',
  ],
  [
    'that asks for answers to its writer',
    { replyTo: ANA, to: 'help@example.com' },
    ANA,
    `${ANA} |`,
  ],
  [
    'that asks for answers to us',
    { replyTo: 'help@example.com', to: 'help@example.com' },
    ANA,
    `${ANA} |`,
  ],
  [
    'that asks for answers to us and another',
    { replyTo: 'help@example.com x@example.org', to: 'help@example.com' },
    'x@example.org',
    'x@example.org |',
  ],
  [
    'that asks for answers to our tag',
    { replyTo: 'help+r.a.b@example.com', to: 'help@example.com' },
    ANA,
    `${ANA} |`,
  ],
  [
    'that asks twice for the same',
    { replyTo: 'x@example.org X@example.org', to: 'help@example.com' },
    'x@example.org',
    'x@example.org |',
  ],
  [
    'that asks for answers at its list',
    { replyTo: 'list@lists.example.net', to: 'list@lists.example.net', cc: 'help@example.com' },
    'list@lists.example.net',
    'list@lists.example.net |',
  ],
  ['of a list to a list', { to: 'list@lists.example.net' }, ANA, `${ANA} | list@lists.example.net`],
  [
    'of a contact form',
    { from: 'form@example.com', replyTo: ANA, to: 'help@example.com' },
    ANA,
    `${ANA} |`,
  ],
  ['that we wrote from outside', { from: 'help@example.com', to: ANA }, ANA, `${ANA} |`],
  [
    'that we wrote from outside with copies',
    { from: 'help@example.com', to: ANA, cc: 'ben@example.org' },
    ANA,
    `${ANA} | ben@example.org`,
  ],
  [
    'that we wrote from outside to two',
    { from: 'help@example.com', to: `${ANA} ben@example.org` },
    `${ANA} ben@example.org`,
    `${ANA} ben@example.org |`,
  ],
  ['that we wrote by our other name', { from: 'Support@example.com', to: ANA }, ANA, `${ANA} |`],
  ['that we wrote from a tag', { from: 'help+b.x.y@example.com', to: ANA }, ANA, `${ANA} |`],
  ['that we wrote to ourselves', { from: 'help@example.com', to: 'support@example.com' }, '', '|'],
  [
    'that we wrote to ourselves with a copy',
    { from: 'help@example.com', to: 'help@example.com', cc: ANA },
    '',
    `| ${ANA}`,
  ],
  ['from nobody', { from: '', to: 'help@example.com' }, '', '|'],
  [
    'from nobody with copies',
    { from: '', to: 'help@example.com', cc: 'ben@example.org' },
    '',
    '| ben@example.org',
  ],
  [
    'from nobody that asks for answers',
    { from: '', replyTo: ANA, to: 'help@example.com' },
    ANA,
    `${ANA} |`,
  ],
  [
    'from somebody whose name is like ours',
    { from: 'help@example.org', to: 'help@example.com' },
    'help@example.org',
    'help@example.org |',
  ],
  [
    'from our domain, not us',
    { from: 'boss@example.com', to: 'help@example.com' },
    'boss@example.com',
    'boss@example.com |',
  ],
  [
    'with one of our domain in copy',
    { to: 'help@example.com', cc: 'boss@example.com' },
    ANA,
    `${ANA} | boss@example.com`,
  ],
  [
    'with a longer name than ours in copy',
    { to: 'help@example.com', cc: 'helpers@example.com' },
    ANA,
    `${ANA} | helpers@example.com`,
  ],
  [
    'with a tag of theirs',
    { from: 'ana+shop@example.org', to: 'help@example.com' },
    'ana+shop@example.org',
    'ana+shop@example.org |',
  ],
  [
    'with their tagged and plain names',
    { to: 'help@example.com', cc: 'ana+shop@example.org' },
    ANA,
    `${ANA} | ana+shop@example.org`,
  ],
  ['with nothing in an address', { to: 'help@example.com', cc: ' ' }, ANA, `${ANA} |`],
  ['at a reply domain of ours', { to: 'r.abc.def@replies.example.com' }, ANA, `${ANA} |`],
  [
    'with a reply domain of ours in copy',
    { to: 'help@example.com', cc: 'r.abc.def@replies.example.com' },
    ANA,
    `${ANA} |`,
  ],
];

/** What we wrote before: To, Cc and Bcc, and what going on with it makes of it. */
const written: [about: string, wrote: [string, string, string], reply: string, all: string][] = [
  ['to one', [ANA, '', ''], ANA, `${ANA} |`],
  [
    'to two',
    [`${ANA} ben@example.org`, '', ''],
    `${ANA} ben@example.org`,
    `${ANA} ben@example.org |`,
  ],
  ['with a copy', [ANA, 'ben@example.org', ''], ANA, `${ANA} | ben@example.org`],
  ['with a blind copy', [ANA, '', 'boss@example.org'], ANA, `${ANA} |`],
  ['with all of it', [ANA, 'ben@example.org', 'boss@example.org'], ANA, `${ANA} | ben@example.org`],
  ['with one named twice', [ANA, 'ANA@example.org', ''], ANA, `${ANA} |`],
  ['with ourselves in copy', [ANA, 'help@example.com', ''], ANA, `${ANA} |`],
  ['to ourselves', ['help@example.com', 'ben@example.org', ''], '', '| ben@example.org'],
  ['to our tag', ['help+x@example.com', '', ''], '', '|'],
  ['blindly alone', ['', '', 'boss@example.org'], '', '|'],
];

const shown = ({ to, cc, bcc }: ReturnType<typeof recipientsOf>) => {
  expect(bcc).toEqual([]);
  return `${said(to)} | ${said(cc)}`.trim();
};

describe('an answer to a mail', () => {
  it.each(received)('%s', (_about, { from = ANA, replyTo = '', to = '', cc = '' }, reply, all) => {
    const [writer = { address: '', name: '' }] = list(from);
    const lists = { replyTo: list(replyTo), to: list(to), cc: list(cc) };
    const mail = { direction: 'in', addressing: { from: writer, ...lists } } as const;
    expect(shown(recipientsOf(mail, 'reply', OWN))).toBe(`${reply} |`.trim());
    expect(shown(recipientsOf(mail, 'all', OWN))).toBe(all);
  });
});

describe('going on with a mail of ours', () => {
  it.each(written)('%s', (_about, [to, cc, bcc], reply, all) => {
    const recipients = { to: list(to), cc: list(cc), bcc: list(bcc) };
    const mail = { direction: 'out', recipients } as const;
    expect(shown(recipientsOf(mail, 'reply', OWN))).toBe(`${reply} |`.trim());
    expect(shown(recipientsOf(mail, 'all', OWN))).toBe(all);
  });
});

test('names stay beside their addresses, and nothing that was given is changed', () => {
  const ana = { address: 'Ana@example.org', name: 'Ana' };
  const addressing = { from: ana, replyTo: [], to: list('help@example.com'), cc: [] };
  const before = structuredClone(addressing);
  expect(recipientsOf({ direction: 'in', addressing }, 'all', OWN).to).toEqual([ana]);
  expect(addressing).toEqual(before);
});

test('there are as many ways as were promised', () => {
  expect(received.length + written.length).toBeGreaterThanOrEqual(60);
});
