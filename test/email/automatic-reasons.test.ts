/** Why a mail came back: the words of servers, read as a careful person reads them. */
import { describe, expect, test } from 'vitest';
import { diagnose } from '../../adapters/email/automatic/diagnose.ts';
import { REASONS, type ReasonId } from '../../adapters/email/automatic/reason-table.ts';
import { REPLIES } from './automatic/replies.ts';

const cases = Object.entries(REPLIES).flatMap(([id, replies]) =>
  replies.map((reply) => ({ id: id as ReasonId, reply })),
);

function diagnosed(reply: string, notice = '') {
  const [, status = '', diagnosis = ''] = /^(?:([45]\.\d\.\d)\|)?(.*)$/.exec(reply) ?? [];
  return diagnose({ address: 'ana@example.com', action: 'failed', status, diagnosis, notice });
}

test.each(cases)('$reply: $id', ({ id, reply }) => {
  const { hard, words } = REASONS[id];
  expect(diagnosed(reply)).toMatchObject({ hard, reason: words });
});

test('most reasons have a reply that shows them', () => {
  expect(Object.keys(REPLIES).length).toBeGreaterThan(Object.keys(REASONS).length - 4);
});

describe('the codes of a reply', () => {
  test('are found in its words', () => {
    expect(diagnosed('550-5.2.1 disabled 550 5.2.1 see there')).toMatchObject({
      status: '5.2.1',
      replyCode: '550',
    });
  });

  test('are not made out of an address or a size', () => {
    expect(diagnosed('host 192.0.2.250 took 450kb from 5.1.1.1')).toMatchObject({
      status: '',
      replyCode: '',
    });
  });
});

test('what the refusing server says counts more than what its messenger explains', () => {
  const { reason } = diagnosed('552 mailbox full', 'The user is unknown or the mailbox is full.');
  expect(reason).toBe('The mailbox is full.');
});
