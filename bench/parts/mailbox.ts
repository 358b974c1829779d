/** Waiting mail fetched in order from a Dovecot, beside the same mail merely read off the line. */
import { listen } from '../../adapters/email/imap/listen.ts';
import { Dovecot } from '../../test/support/dovecot.ts';
import { Ledger, letter, settingsFor } from '../../test/support/imap-ledger.ts';
import type { Figure } from '../report.ts';

const MAILS = 2_000;
const USER = 'help';
const BODY = 'A line of text as it stands in a mail.\r\n'.repeat(200);

/** The store is left out: it is measured by the webhooks. */
export async function measureMailbox(): Promise<Figure[]> {
  const dovecot = await Dovecot.start();
  try {
    for (let n = 0; n < MAILS; n++) await dovecot.deliver(USER, letter(`letter ${n}`, BODY));
    const raw = await readRaw(dovecot);
    const ours = await fetchWaiting(dovecot);
    return [
      { name: 'waiting mails of 8 kB fetched by IMAP, one by one', value: ours, unit: '/s' },
      { name: 'the same mails read with one command', value: raw, unit: '/s' },
      { name: '  ratio', value: ours / raw, unit: '×' },
    ];
  } finally {
    await dovecot.stop();
  }
}

async function readRaw(dovecot: Dovecot): Promise<number> {
  const client = await dovecot.client(USER);
  await client.mailboxOpen('INBOX', { readOnly: true });
  const begun = performance.now();
  let count = 0;
  for await (const mail of client.fetch('1:*', { source: true })) if (mail.source) count += 1;
  client.close();
  return perSecond(count, begun);
}

async function fetchWaiting(dovecot: Dovecot): Promise<number> {
  const ledger = new Ledger();
  const end = new AbortController();
  const begun = performance.now();
  let count = 0;
  const receive = async () => {
    count += 1;
    if (count === MAILS) end.abort();
  };
  const settings = settingsFor(USER, dovecot.port, { importDays: '1' });
  await listen(settings, { ...ledger.listening(end.signal), receive });
  return perSecond(count, begun);
}

const perSecond = (count: number, begun: number): number =>
  count / ((performance.now() - begun) / 1000);
