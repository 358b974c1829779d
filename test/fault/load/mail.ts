/** People who write to a mailbox, some mails arriving twice, and agents who answer them. */
import type { Conversation } from '../../../server/wire/conversations.ts';
import { letter } from '../../support/letters.ts';
import type { Remote } from '../../support/remote.ts';
import { ADDRESS, type PostOffice } from '../site/post-office.ts';
import type { Random } from './seeded.ts';
import { agentWriter, draftOf, type Writer } from './writers.ts';

const PER_SECOND = 10;
const TWICE = 0.2;
/** Header lines of that many letters make a mail as long as mails are. */
const LINE = 900;
const MOST_LINES = 4;
const LOOK_EVERY_MS = 500;

/** What is delivered is acknowledged: it lies in the mailbox. */
export function senders(name: string, office: PostOffice, random: Random): Writer {
  return {
    name,
    perSecond: PER_SECOND,
    next: (count) => [
      draftOf({ writer: name, direction: 'in', series: `${name}-${count}` }, count),
    ],
    async send([draft]) {
      const { key = '', text = '' } = draft ?? {};
      const from = `${key}@example.org`;
      const lines = Math.floor(random.between(0, MOST_LINES));
      const headers = Array.from({ length: lines }, () => `X-Padding: ${'x'.repeat(LINE)}`);
      const raw = letter({ from, to: ADDRESS, text, messageId: `<${from}>`, headers });
      await office.deliver(raw);
      // By two ways, as when an alias and a list both lead here.
      if (random.between(0, 1) < TWICE) await office.deliver(`Delivered-To: ${ADDRESS}\r\n${raw}`);
      return { id: null, text: null };
    },
  };
}

export type Desk = { writers: Writer[]; close(): void };

/** They answer what came last. */
export function desk(name: string, program: Remote, random: Random, count: number): Desk {
  let rows: Conversation[] = [];
  const look = async () => {
    const path = '/api/v1/conversations?view=all&limit=50';
    const { data } = await program.get<{ data: Conversation[] }>(path);
    rows = data.filter(({ channel: { adapter } }) => adapter === 'email');
  };
  const looking = setInterval(() => void look().catch(() => undefined), LOOK_EVERY_MS);
  const pick = () => (rows.length > 0 ? random.pick(rows) : null);
  const writers = Array.from({ length: count }, (_, n) =>
    agentWriter(`${name}-${n}`, program, pick),
  );
  return { writers, close: () => clearInterval(looking) };
}
