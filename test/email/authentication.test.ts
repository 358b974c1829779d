/** Whom a mail is believed to be from: only what our own server found out counts (RFC 8601). */
import { describe, expect, test } from 'vitest';
import { fetched, mail, messageIn, posted, settings, taken } from './channel.ts';

const found = (dmarc: string, server = 'mx.example.com') =>
  `${server}; spf=pass smtp.mailfrom=example.org; dmarc=${dmarc} header.from=example.org`;

/** What is thought of the sender of a mail with these findings in it. */
async function thoughtOf(findings: string | string[], given = settings) {
  const request = fetched(mail({ 'Authentication-Results': findings }));
  const { from, doubt } = await messageIn(request, given);
  return { verified: from.verified, doubted: doubt !== undefined };
}

const believed = { verified: true, doubted: false };
const doubted = { verified: false, doubted: true };
const unknown = { verified: false, doubted: false };

test.each([
  ['passes', found('pass'), believed],
  ['passes, in capitals and over several lines', 'MX.Example.COM 1;\r\n\tDMARC=PASS', believed],
  ['fails', found('fail'), doubted],
  ['has nothing to say', found('none'), unknown],
  ['had a passing trouble', found('temperror'), unknown],
])('a sender whose DMARC %s', async (_, findings, thought) => {
  expect(await thoughtOf(findings)).toEqual(thought);
});

test('an agent is told what is wrong', async () => {
  const { doubt } = await messageIn(fetched(mail({ 'Authentication-Results': found('fail') })));
  expect(doubt).toBe(
    'This may not be from ana@example.org: its domain says such mail is not its own (DMARC failed).',
  );
});

describe('hearsay does not count', () => {
  test.each([
    'mx.example.net',
    'mx.example.com.evil.example',
    'evil.example mx.example.com',
    'notmx.example.com',
    '',
  ])('of the server “%s”', async (server) => {
    expect(await thoughtOf(found('pass', server))).toEqual(unknown);
    expect(await thoughtOf(found('fail', server))).toEqual(unknown);
  });

  test('below what our server put on top', async () => {
    expect(await thoughtOf([found('fail'), found('pass')])).toEqual(doubted);
    expect(await thoughtOf([found('pass', 'evil.example'), found('fail')])).toEqual(doubted);
  });

  test('when no server is named', async () => {
    const nobody = { ...settings, authservId: ' ' };
    expect(await thoughtOf([found('pass'), `; dmarc=pass`], nobody)).toEqual(unknown);
  });

  test('in a header of another name', async () => {
    const raw = mail({
      'ARC-Authentication-Results': found('pass'),
      'X-Authentication-Results': found('pass'),
    });
    expect((await messageIn(fetched(raw))).from.verified).toBe(false);
  });

  test('when spf and dkim pass alone, for they may speak of another domain', async () => {
    expect(await thoughtOf('mx.example.com; spf=pass; dkim=pass header.d=evil.example')).toEqual(
      unknown,
    );
  });
});

test('behind a provider’s webhook findings raise a doubt, and vouch for nobody', async () => {
  const heard = async (dmarc: string) =>
    messageIn(posted(mail({ 'Authentication-Results': found(dmarc) })));
  expect((await heard('pass')).from.verified).toBe(false);
  expect((await heard('fail')).doubt).toBeDefined();
});

describe('our own door', () => {
  const verdicts = (dmarc: string) => ({
    'x-authentication': JSON.stringify({ spf: 'pass', dkim: 'none', dmarc }),
  });

  test('is believed, and nothing in the mail beside it', async () => {
    const forged = mail({ 'Authentication-Results': found('pass') });
    expect((await messageIn(taken(forged, verdicts('pass')))).from.verified).toBe(true);
    const { from, doubt } = await messageIn(taken(forged, verdicts('fail')));
    expect(from.verified).toBe(false);
    expect(doubt).toContain('DMARC failed');
  });

  test('is not played by whoever calls the webhook', async () => {
    const request = posted(mail());
    const headers = { ...request.headers, ...verdicts('pass') };
    expect((await messageIn({ ...request, headers })).from.verified).toBe(false);
  });
});

test('a megabyte of findings is looked through at once', async () => {
  for (const filler of ['; dmarc', ' ;\t', '=', 'a-', 'dmarc = ']) {
    const findings = `mx.example.net; ${filler.repeat(700_000 / filler.length)}`;
    const start = performance.now();
    expect(await thoughtOf([findings, found('pass')])).toEqual(believed);
    expect(performance.now() - start).toBeLessThan(2_000);
  }
});
