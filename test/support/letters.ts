/** Mails as mail programs of customers, colleagues and machines write them; whole, in CRLF. */
import { randomUUID } from 'node:crypto';

export type Letter = {
  from?: string;
  to?: string;
  cc?: string;
  subject?: string;
  /** With angle brackets; one of its own when left out. */
  messageId?: string;
  inReplyTo?: string | undefined;
  references?: string | undefined;
  text?: string;
  /** Further header fields, as they stand. */
  headers?: readonly string[];
  /** In place of the text: a content type and a body that goes with it. */
  content?: { type: string; body: string };
};

const ANA = 'Ana Example <ana@example.org>';
export const DESK = 'help@example.com';

/** A Message-ID that no other mail has. */
export const someId = (): string => `<${randomUUID()}@example.org>`;

export function letter(parts: Letter = {}): string {
  const { from = ANA, to = DESK, subject = 'Stock', messageId = someId() } = parts;
  const { text = 'Is it in stock?', headers = [] } = parts;
  const { type, body } = parts.content ?? { type: 'text/plain; charset=utf-8', body: text };
  const lines = [
    ...headers,
    `From: ${from}`,
    `To: ${to}`,
    ...field('Cc', parts.cc),
    `Subject: ${subject}`,
    `Message-ID: ${messageId}`,
    ...field('In-Reply-To', parts.inReplyTo),
    ...field('References', parts.references),
    `Date: ${new Date().toUTCString()}`,
    'MIME-Version: 1.0',
    `Content-Type: ${type}`,
    '',
    body,
    '',
  ];
  return lines.join('\r\n');
}

const field = (name: string, value: string | undefined): string[] =>
  value === undefined ? [] : [`${name}: ${value}`];

export type Report = {
  /** Where it is delivered: the sender of what bounced. */
  to: string;
  recipient: string;
  action?: 'failed' | 'delayed';
  status?: string;
  diagnosis?: string;
  /** The Message-ID of the mail that came back. */
  about?: string;
};

/** What a mail server reports about a mail (RFC 3464). */
export function bounce(report: Report): string {
  const { to, recipient, action = 'failed', status = '5.1.1', about } = report;
  const { diagnosis = '550 5.1.1 No such user here' } = report;
  const edge = 'edge-of-the-report';
  const parts = [
    ['text/plain', `Your message to ${recipient} is not there: ${diagnosis}`],
    [
      'message/delivery-status',
      [
        'Reporting-MTA: dns; mx.example.org',
        '',
        `Final-Recipient: rfc822; ${recipient}`,
        `Action: ${action}`,
        `Status: ${status}`,
        `Diagnostic-Code: smtp; ${diagnosis}`,
        '',
      ].join('\r\n'),
    ],
    ['text/rfc822-headers', about ? `Message-ID: ${about}\r\nTo: ${recipient}\r\n` : 'X-Cut: yes'],
  ];
  const body = parts.map(([type, text]) => `--${edge}\r\nContent-Type: ${type}\r\n\r\n${text}\r\n`);
  return letter({
    from: 'Mail Delivery System <mailer-daemon@mx.example.org>',
    to,
    subject: 'Undelivered Mail Returned to Sender',
    headers: ['Return-Path: <>', 'Auto-Submitted: auto-replied'],
    content: {
      type: `multipart/report; report-type=delivery-status; boundary="${edge}"`,
      body: `${body.join('')}--${edge}--`,
    },
  });
}
