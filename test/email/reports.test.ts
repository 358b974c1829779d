/** What a bounce or a complaint changes: only for mails that were ours, and only what it says. */
import { describe, expect, test } from 'vitest';
import { parse } from '../../adapters/email/parse.ts';
import { bounceAddressFor, messageIdFor } from '../../adapters/email/tokens.ts';
import {
  fetched,
  mail,
  OUR_ID,
  OURS,
  otherChannel,
  otherSecret,
  settings,
  taken,
} from './channel.ts';

const VERP = bounceAddressFor(OURS, settings);

const LOST = ['failed', '5.1.1', '550 5.1.1 user unknown'] as const;
const FULL = ['failed', '5.2.2', '552 5.2.2 mailbox full'] as const;
const DELAYED = ['delayed', '4.4.1', '451 4.4.1 no answer from host'] as const;
const DELIVERED = ['delivered', '2.0.0', '250 2.0.0 ok'] as const;

type Told = readonly [action: string, status: string, said: string];

/** A report by RFC 3464 about some recipients, with the head of the mail it is about. */
function bounce(told: Record<string, Told>, { to = VERP, about = OUR_ID } = {}): string {
  const recipients = Object.entries(told).map(([address, [action, status, said]]) =>
    [`Final-Recipient: rfc822; ${address}`, `Action: ${action}`, `Status: ${status}`]
      .concat(`Diagnostic-Code: smtp; ${said}`, '')
      .join('\r\n'),
  );
  return reported('delivery-status', to, [
    `Reporting-MTA: dns; mail.example.org\r\n\r\n${recipients.join('\r\n')}`,
    `Message-ID: ${about}\r\nFrom: help@example.com\r\nTo: ana@example.org\r\nSubject: Stock\r\n`,
  ]);
}

function complaint(fields: string[], { to = 'help@example.com', about = OUR_ID } = {}): string {
  const report = ['User-Agent: Provider/1.0', 'Version: 1', ...fields, ''].join('\r\n');
  return reported('feedback-report', to, [report, `Message-ID: ${about}\r\nSubject: Stock\r\n`]);
}

function reported(kind: string, to: string, [report, returned]: [string, string]): string {
  const fields = {
    From: 'Mail Delivery System <mailer-daemon@mail.example.org>',
    To: to,
    Subject: 'Undelivered Mail Returned to Sender',
    'MIME-Version': '1.0',
    'Content-Type': `multipart/report; report-type=${kind}; boundary=b`,
  };
  const part = (type: string, text: string) => `--b\r\nContent-Type: ${type}\r\n\r\n${text}\r\n`;
  const parts = [
    part('text/plain', 'This is the mail system at mail.example.org.'),
    part(`message/${kind}`, report),
    part('text/rfc822-headers', returned),
  ];
  return mail(fields, `${parts.join('')}--b--\r\n`);
}

const eventsIn = (raw: string) => parse(fetched(raw), settings);
const ana = { kind: 'email', scope: '', value: 'ana@example.org' };

describe('a bounce', () => {
  test('of a mailbox that is not there is a failure, and a no for the future', async () => {
    expect(await eventsIn(bounce({ 'Ana@example.org': LOST }))).toMatchObject([
      {
        type: 'receipt',
        status: 'failed',
        messageExternalId: OUR_ID,
        recipient: 'ana@example.org',
        reason: 'The mailbox does not exist. (550 5.1.1)',
      },
      { type: 'consent', who: ana, allowed: false, aboutExternalId: OUR_ID },
    ]);
  });

  test('of a full mailbox is a failure alone', async () => {
    const events = await eventsIn(bounce({ 'ana@example.org': FULL }));
    expect(events.map(({ type }) => type)).toEqual(['receipt']);
  });

  test('for several tells of each, under an id of its own', async () => {
    const told = { 'ana@example.org': LOST, 'bo@example.org': FULL, 'cy@example.org': DELAYED };
    const events = await eventsIn(bounce(told));
    const whom = events.map((event) => (event.type === 'receipt' ? event.recipient : event.type));
    expect(whom).toEqual(['ana@example.org', 'consent', 'bo@example.org']);
    expect(new Set(events.map(({ externalId }) => externalId)).size).toBe(3);
  });

  test.each([
    ['a delay', { 'ana@example.org': DELAYED }],
    ['news of success', { 'ana@example.org': DELIVERED }],
    ['both', { 'ana@example.org': DELAYED, 'bo@example.org': DELIVERED }],
  ])('that is %s changes nothing', async (_, told) => {
    expect(await eventsIn(bounce(told))).toMatchObject([{ type: 'ignored' }]);
  });

  test('that names nobody is a failure of the whole mail', async () => {
    const raw = mail(
      {
        From: 'MAILER-DAEMON@mail.example.org',
        To: VERP,
        'Return-Path': '<>',
        Subject: 'Undelivered Mail Returned to Sender',
      },
      'Your message could not be delivered.\r\n',
    );
    const events = await eventsIn(raw);
    expect(events).toMatchObject([
      {
        type: 'receipt',
        status: 'failed',
        messageExternalId: OUR_ID,
        reason: 'The mail came back.',
      },
    ]);
    expect(events[0]).not.toHaveProperty('recipient');
  });
});

describe('whose mail a report is about, is known', () => {
  const told = { 'ana@example.org': LOST };
  const about = '<somebody@else.example>';

  test.each([
    ['by the address it came to', fetched(bounce(told, { about }))],
    ['by the returned Message-ID', fetched(bounce(told, { to: 'help@example.com' }))],
    [
      'by the envelope',
      taken(bounce(told, { to: 'help@example.com', about }), { 'x-envelope-to': VERP }),
    ],
  ])('%s', async (_, request) => {
    expect(await parse(request, settings)).toMatchObject([
      { type: 'receipt', messageExternalId: OUR_ID },
      { type: 'consent', aboutExternalId: OUR_ID },
    ]);
  });

  test.each([
    ['it names a stranger’s mail', 'help@example.com', about],
    [
      'its names are of another channel',
      bounceAddressFor(OURS, otherChannel),
      messageIdFor(OURS, otherChannel),
    ],
    ['its names are made up', bounceAddressFor(OURS, otherSecret), messageIdFor(OURS, otherSecret)],
  ])('not when %s', async (_, to, id) => {
    for (const raw of [
      bounce(told, { to, about: id }),
      complaint(['Feedback-Type: abuse', 'Original-Rcpt-To: ana@example.org'], { to, about: id }),
    ]) {
      expect(await eventsIn(raw)).toMatchObject([{ type: 'ignored' }]);
    }
  });
});

describe('a complaint', () => {
  const rcpt = 'Original-Rcpt-To: <Ana@example.org>';

  test('is a no of that person', async () => {
    expect(await eventsIn(complaint(['Feedback-Type: abuse', rcpt]))).toMatchObject([
      { type: 'consent', who: ana, allowed: false, aboutExternalId: OUR_ID },
    ]);
  });

  test.each(['not-spam', 'auth-failure', 'virus', 'other'])(
    'of the kind %s is none',
    async (kind) => {
      expect(await eventsIn(complaint([`Feedback-Type: ${kind}`, rcpt]))).toMatchObject([
        { type: 'ignored' },
      ]);
    },
  );

  test('that names nobody silences nobody', async () => {
    expect(await eventsIn(complaint(['Feedback-Type: abuse']))).toMatchObject([
      { type: 'ignored' },
    ]);
  });
});

test('a bounce says nothing to anybody: no message, whatever it carries', async () => {
  const raws = [
    bounce({ 'ana@example.org': LOST }),
    bounce({}),
    bounce({ 'ana@example.org': DELAYED }),
  ];
  for (const raw of raws) {
    const events = await eventsIn(raw);
    expect(events.length).toBeGreaterThan(0);
    expect(events.filter(({ type }) => type === 'message')).toEqual([]);
  }
});
