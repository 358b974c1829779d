/** Who wrote a mail that somebody passed on, over programs and languages. */
import { describe, expect, test } from 'vitest';
import type { MailAddress } from '../../adapters/email/mail/mail.ts';
import { findForwarded } from '../../adapters/email/quoting/forwarded.ts';
import { stripReply } from '../../adapters/email/quoting/strip-reply.ts';
import { readLabelled } from './quoting/labelled.ts';

/** Each name ends in the subject where the body alone cannot tell: `Outlook ¦ Fw: Broken`. */
const forwards = readLabelled('forwards.txt').map(({ name, mail, expected }) => {
  const [program = '', subject] = name.split(' ¦ ');
  return { name: program, subject, mail, expected: JSON.parse(expected) as unknown };
});

describe('a forwarded mail', () => {
  test('is labelled for at least 25 programs and languages', () => {
    expect(forwards.length).toBeGreaterThanOrEqual(25);
  });

  test.each(forwards)('$name', ({ subject, mail, expected }) => {
    const found = findForwarded(mail, subject);
    expect(found && { ...found, from: written(found.from), ...recipients(found) }).toEqual(
      expected,
    );
  });

  test('comes out the same with CRLF line breaks', () => {
    for (const { mail, subject } of forwards) {
      expect(findForwarded(mail.replaceAll('\n', '\r\n'), subject)).toEqual(
        findForwarded(mail, subject),
      );
    }
  });

  test('is content where a separator announces it: nothing of it is stripped', () => {
    for (const { mail, subject } of forwards) {
      if (subject === undefined)
        expect(stripReply(mail)).toEqual({ stripped: mail.trim(), quoted: '' });
    }
  });

  const block =
    'From: Ana <ana@example.org>\nSent: Tuesday\nTo: help@example.com\nSubject: Broken\n\nIt is.';

  test('needs a subject that says so when only a header block stands above it', () => {
    const mail = `Please see.\n\n${block}`;
    expect(findForwarded(mail, 'FW: Broken')?.from.address).toBe('ana@example.org');
    expect(findForwarded(mail, 'RE: Broken')).toBeNull();
    expect(findForwarded(mail)).toBeNull();
  });

  test('may be such a block alone when nobody knows the subject', () => {
    expect(findForwarded(block)?.text).toBe('It is.');
    expect(findForwarded(block, 'RE: Broken')).toBeNull();
  });

  test.each(['Re: Fwd: Broken', 'Forward motion', 'Broken: Fw: x', 'I need help: now', ''])(
    'is not seen in an answer called "%s"',
    (subject) => {
      const answer = 'Yes.\n\nOn 05/03/2024 10:21, Ana <ana@example.org> wrote:\n> Broken?';
      expect(findForwarded(answer, subject)).toBeNull();
    },
  );

  test('within an answered mail is not what the answer passes on', () => {
    const answer =
      'Yes.\n\nOn 05/03/2024 10:21, Ana <ana@example.org> wrote:\n\n' +
      '---------- Forwarded message ---------\nFrom: Bo <bo@example.org>\nSubject: Broken\n\nx';
    expect(findForwarded(answer, 'Re: Fwd: Broken')).toBeNull();
    expect(findForwarded(answer)).toBeNull();
  });

  test('is no letter that speaks of one', () => {
    expect(findForwarded('Forwarded message:\n\nI never got it.', 'Fwd: x')).toBeNull();
    expect(findForwarded('', 'Fwd: x')).toBeNull();
  });
});

function written({ name, address }: MailAddress): string {
  return `${name} <${address}>`;
}

function recipients({ to, cc }: { to: MailAddress[]; cc: MailAddress[] }) {
  return { to: to.map(written), cc: cc.map(written) };
}
