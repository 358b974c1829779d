/** Machines are told from people (C6): never answered, never counted as somebody who waits. */
import { describe, expect, test } from 'vitest';
import { readComplaint } from '../../adapters/email/automatic/complaint.ts';
import { type VerdictKind, verdictOf } from '../../adapters/email/automatic/verdict.ts';
import { expected, names, OUR_ID, own, read } from './automatic/fixtures.ts';
import { mailWith } from './automatic/mail-builder.ts';

const machines = expected<VerdictKind>('machines');

describe('a mail that a machine wrote', () => {
  test('has an expectation in every fixture', () => {
    expect(names('machines').sort()).toEqual([...machines.keys()].sort());
    expect(machines.size).toBeGreaterThanOrEqual(55);
  });

  test.each([...machines])('%s is %s', async (name, kind) => {
    expect(verdictOf(await read('machines', name), own).kind).toBe(kind);
  });
});

describe('a mail that a person wrote', () => {
  test.each(names('humans'))('%s stays human', async (name) => {
    expect(verdictOf(await read('humans', name), own)).toMatchObject({ kind: 'human' });
  });
});

describe('a complaint', () => {
  test('tells who complained, and of which mail', async () => {
    expect(readComplaint(await read('machines', 'arf-abuse'))).toEqual({
      originalMessageId: OUR_ID,
      recipient: 'ana@isp.example',
      feedbackType: 'abuse',
    });
  });

  test('may keep to itself who complained', async () => {
    expect(readComplaint(await read('machines', 'arf-blacked-out'))).toEqual({
      originalMessageId: OUR_ID,
      recipient: null,
      feedbackType: 'abuse',
    });
  });
});

describe('our own mail coming back', () => {
  const issued = { ...own, issued: (id: string) => id === OUR_ID };

  test('is known by the id we gave it, whatever else it says', () => {
    const mail = mailWith([`Message-ID: ${OUR_ID}`, 'From: a@x.example', 'List-Id: <l.example>']);
    expect(verdictOf(mail, issued).kind).toBe('own_echo');
    expect(verdictOf(mail, own).kind).toBe('list');
  });

  test('is known by our loop header only when it comes from one of our addresses', () => {
    const from = (address: string) => mailWith([`From: ${address}`, 'X-Interline-Message: c1']);
    expect(verdictOf(from('support@shop.example'), own).kind).toBe('own_echo');
    expect(verdictOf(from('ana@customer.example'), own).kind).toBe('human');
  });

  test('from another device of an agent is a person writing', () => {
    expect(verdictOf(mailWith(['From: support@shop.example']), own).kind).toBe('human');
  });
});

test('a verdict says what decided it', async () => {
  expect(verdictOf(await read('machines', 'vacation-unix'), own).why).toBe('X-Mailer');
});

test.each(['automatic reply ', '自动回复 ', 'out of office ', '@', 're: '])(
  'a megabyte of "%s" is judged in no time',
  (piece) => {
    const text = piece.repeat(Math.ceil(1_000_000 / piece.length));
    const mail = mailWith(['From: a@x.example', `In-Reply-To: ${OUR_ID}`, `Subject: ${text}`], {
      text,
    });
    const start = performance.now();
    verdictOf(mail, own);
    expect(performance.now() - start).toBeLessThan(1_500);
  },
);
