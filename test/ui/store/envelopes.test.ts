/** Whom an unsent answer is for, and its files, stay on the device. */
import { describe, expect, it } from 'vitest';
import { Envelopes, PLAIN } from '../../../inbox-ui/store/envelopes.ts';
import type { Attachment } from '../../../server/wire/messages.ts';
import { FakeKeeper } from './fake.ts';

const BO = { address: 'bo@example.org', name: 'Bo' };
const recipients = { to: [BO], cc: [], bcc: [] };
const file: Attachment = {
  ...{ id: 'f1', name: 'fern.png', type: 'image/png', size: 7, inline: true },
  ...{ url: '/files/f1', state: 'ready', problem: null },
};

describe('an envelope', () => {
  it('is there again after the page was closed, for this agent only', () => {
    const keeper = new FakeKeeper();
    new Envelopes(keeper, 'me').write('a', { mode: 'all', recipients });
    expect(new Envelopes(keeper, 'me').of('a').value).toEqual({
      ...PLAIN,
      mode: 'all',
      recipients,
    });
    expect(new Envelopes(keeper, 'you').of('a').value).toEqual(PLAIN);
    expect(new Envelopes(keeper, 'me').of('ab').value).toEqual(PLAIN);
  });

  it('is plain again once it was sent', () => {
    const keeper = new FakeKeeper();
    const envelopes = new Envelopes(keeper, 'me');
    envelopes.write('a', { mode: 'forward', aboutId: 'message-1' });
    envelopes.clear('a');
    expect(envelopes.of('a').value).toEqual(PLAIN);
    expect(keeper.kept.size).toBe(0);
  });

  it.each([
    'no JSON',
    '7',
    '{"mode":"shout","aboutId":null,"recipients":null}',
    '{"mode":"reply","aboutId":7,"recipients":null}',
    '{"mode":"reply","aboutId":null,"recipients":{"to":["bo"],"cc":[],"bcc":[]}}',
    '{"mode":"reply","aboutId":null}',
  ])('that another version left behind is not believed: %s', (left) => {
    const keeper = new FakeKeeper();
    keeper.put('interline.envelope.me.a', left);
    expect(new Envelopes(keeper, 'me').of('a').value).toEqual(PLAIN);
  });
});

describe('files beside unsent words', () => {
  it('are kept for each kind of words until none is left', () => {
    const keeper = new FakeKeeper();
    const envelopes = new Envelopes(keeper, 'me');
    envelopes.keepFiles('a', 'reply', [file]);
    expect(new Envelopes(keeper, 'me').files('a', 'reply')).toEqual([file]);
    expect(envelopes.files('a', 'note')).toEqual([]);
    envelopes.keepFiles('a', 'reply', []);
    expect(keeper.kept.size).toBe(0);
  });
});
