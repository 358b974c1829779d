/** Everything that goes wrong with mail at once: each mail is stored once, each answer sent once or shown as not sent. */
import { setTimeout as sleep } from 'node:timers/promises';
import type postgres from 'postgres';
import type { Channel } from '../../../server/wire/channels.ts';
import { letter } from '../../support/letters.ts';
import type { TakenMail } from '../../support/mail-server.ts';
import { until } from '../../support/until.ts';
import type { Context, Experiment } from '../experiment.ts';
import { grouped } from '../load/grouped.ts';
import type { Load } from '../load/load.ts';
import { desk, senders } from '../load/mail.ts';
import type { Random } from '../load/seeded.ts';
import { underLoad } from '../load/under-load.ts';
import { draftOf } from '../load/writers.ts';
import { ADDRESS, PostOffice } from '../site/post-office.ts';
import type { Site } from '../site/site.ts';

const AGENTS = 4;
/** In bytes: a mail or two. */
const [SHORTEST_LINE, LONGEST_LINE] = [12_000, 30_000];
const [GREYLISTED, REFUSED, DROPPED] = [0.25, 0.1, 0.05];
const NO_ENCRYPTION = 'The server offers no encryption.';
const HURRY_EVERY_MS = 1_000;
const PATIENCE_MS = 180_000;

export const mailFaults: Experiment = {
  id: 'F25',
  title: 'mail servers that cut, renumber, repeat, refuse, and lose their encryption',
  run: (context) =>
    underLoad(context, {
      start: async (site) => (await site.start()).url,
      // Each mail begins a conversation: more of them than one screen follows.
      crowd: { agents: 0, platforms: 1, batches: 0, visitors: 1, watching: false },
      faults: (site, load) => breakMail(context, site, load),
    }),
};

async function breakMail({ random, scaled }: Context, site: Site, load: Load) {
  const office = await PostOffice.open();
  load.atTheEnd(() => office.close());
  const { workspace } = load;
  const { id } = await workspace.connect('email', office.settings);
  const channel = () => workspace.program.get<Channel>(`/api/v1/channels/${id}`);
  // What was there before anybody first looked is older mail, which is not taken over.
  await until(async () => Boolean((await channel()).fetching?.at), PATIENCE_MS);
  beMoody(office, random);
  const agents = desk(`${workspace.name}-desk`, workspace.program, random, AGENTS);
  load.join([senders(`${workspace.name}-mail`, office, random), ...agents.writers]);
  const hurrying = setInterval(() => void site.postgres.ask(hurry), HURRY_EVERY_MS);
  const day = { office, random, load, decoys: [] as string[] };
  const rounds = scaled(60, 2);
  for (let n = 0; n < rounds; n += 1) for (const trouble of TROUBLES) await trouble(day, n);
  await load.rest();
  agents.close();
  office.incoming.lasts = Number.POSITIVE_INFINITY;
  office.incoming.cut();
  await site.postgres.ask((sql) => allDone(sql, office, id));
  clearInterval(hurrying);
  const notes = await site.postgres.ask((sql) => judge(sql, day));
  return { faults: rounds * TROUBLES.length, recoveries: [], notes };
}

/** What each mail meets when it is handed in for the first time. */
function beMoody({ sink }: PostOffice, random: Random): void {
  const met = new Set<string>();
  sink.moods.mail = (mail) => {
    const text = saidIn(mail);
    if (met.has(text)) return null;
    met.add(text);
    const luck = random.between(0, 1);
    if (luck < GREYLISTED) return '451 4.7.1 Greylisted';
    if (luck < GREYLISTED + REFUSED) return '552 5.3.4 Too big';
    return luck < GREYLISTED + REFUSED + DROPPED ? 'drop' : null;
  };
}

/** Servers want to be left alone for minutes, for which nobody waits here. */
const hurry = (sql: postgres.Sql) => sql`
  with later as (update jobs set due_at = now() where kind = 'deliver' and due_at > now())
  update circuits set paused_until = now() where paused_until > now()`;

type Day = { office: PostOffice; random: Random; load: Load; decoys: string[] };

const TROUBLES: readonly ((day: Day, n: number) => Promise<void>)[] = [
  async function cutInTheMiddle({ office: { incoming, outgoing }, random }) {
    incoming.lasts = Math.round(random.between(SHORTEST_LINE, LONGEST_LINE));
    incoming.cut();
    await sleep(random.between(1_000, 4_000));
    outgoing.cut();
    await sleep(random.between(1_000, 4_000));
    incoming.lasts = Number.POSITIVE_INFINITY;
  },
  async function renumber({ office, random }) {
    await sleep(random.between(0, 1_000));
    await office.renumber();
    await sleep(random.between(1_000, 3_000));
  },
  /** While they are fetched; what comes back has another number. */
  async function moveAwayAndBack({ office, random }) {
    await office.beside(async (client) => {
      await client.mailboxCreate('Elsewhere').catch(() => undefined);
      await client.mailboxOpen('INBOX');
      const uids = (await client.search({ all: true }, { uid: true })) || [];
      const some = uids.slice(-30).filter(() => random.between(0, 1) < 0.5);
      if (some.length > 0) await client.messageMove(some, 'Elsewhere', { uid: true });
      await sleep(random.between(0, 500));
      await client.mailboxOpen('Elsewhere');
      await client.messageMove('1:*', 'INBOX').catch(() => undefined);
    });
  },
  /** Perhaps before anybody has seen it. */
  async function expunge({ office, random, load, decoys }, n) {
    const by = { writer: `${load.workspace.name}-decoy`, direction: 'in', series: '' } as const;
    const { text, key } = draftOf(by, n);
    decoys.push(text);
    const messageId = `<${key}@example.org>`;
    await office.deliver(letter({ to: ADDRESS, subject: 'Decoy', text, messageId }));
    await sleep(random.between(0, 1_500));
    await office.beside(async (client) => {
      await client.mailboxOpen('INBOX');
      await client.messageDelete({ subject: 'Decoy' });
    });
  },
  async function stripEncryption({ office, random, load }) {
    office.stripEncryption();
    await sleep(100);
    const before = office.sink.taken.length;
    await sleep(random.between(2_000, 4_000));
    const sent = office.sink.taken.length - before;
    if (sent > 0) load.faults.push(`${sent} mails were sent without encryption`);
    load.faults.push(...office.giveEncryptionBack());
  },
];

/** Resolves when the mailbox is read to its end and nothing waits to be sent. */
async function allDone(sql: postgres.Sql, office: PostOffice, channelId: string): Promise<void> {
  const status = await office.beside((client) => client.status('INBOX', { uidNext: true }));
  const lastUid = (status ? (status.uidNext ?? 0) : 0) - 1;
  const isRead = async () => {
    const [row] = await sql<{ bookmark: string }[]>`
      select bookmark from channels where id = ${channelId}`;
    return JSON.parse(row?.bookmark || '{}').INBOX?.lastUid === lastUid;
  };
  const isSent = async () =>
    (await sql`select 1 from messages where state in ('queued', 'sending') limit 1`).length === 0;
  // What is not done by then is told by whoever compares.
  await until(async () => (await isRead()) && (await isSent()), PATIENCE_MS).catch(() => undefined);
}

type Answer = { text: string; state: string; reason: string | null };

/** Each answer got to the server once, or is shown as not sent; and of mails taken away at once none is there twice. */
async function judge(sql: postgres.Sql, { office, load, decoys }: Day): Promise<string[]> {
  const answers = await sql<Answer[]>`
    select text, state, reason from messages join channels c on c.id = channel_id
    where c.adapter = 'email' and direction = 'out'`;
  const taken = grouped(office.sink.taken.map(saidIn), String);
  for (const answer of answers) {
    const times = taken.get(answer.text)?.length ?? 0;
    if (!isRight(answer, times)) {
      const { text, state, reason } = answer;
      load.faults.push(`${state} (${reason}), and taken ${times} times: “${text}”`);
    } else if (answer.state !== 'accepted') load.unsent.add(answer.text);
  }
  const found = await sql<
    { text: string }[]
  >`select text from messages where text in ${sql(decoys)}`;
  const writer = `${load.workspace.name}-decoy`;
  await load.acknowledge(
    [...new Set(found.map(({ text }) => text))].map((text) => {
      return { writer, direction: 'in', series: text, key: text, text } as const;
    }),
  );
  const seen = `${found.length} of ${decoys.length} decoys were seen`;
  return [
    ...summary(answers, load),
    `${seen}; ${office.incoming.connections} lines to the mailbox`,
  ];
}

function isRight({ state, reason }: Answer, times: number): boolean {
  if (state === 'accepted') return times === 1;
  if (state === 'failed') return times === 0 && reason !== null;
  return state === 'unknown' && times <= 1 && reason !== null;
}

function summary(answers: readonly Answer[], load: Load): string[] {
  const count = (of: (answer: Answer) => boolean) => answers.filter(of).length;
  const stripped = count(({ reason }) => reason?.startsWith(NO_ENCRYPTION) ?? false);
  if (stripped === 0) load.faults.push('no answer says that there was no encryption');
  const [sent, failed, unknown] = ['accepted', 'failed', 'unknown'].map((state) =>
    count((answer) => answer.state === state),
  );
  return [
    `${answers.length} answers: ${sent} sent, ${failed} failed with a reason, ${unknown} in doubt`,
    `${stripped} were held back for want of encryption`,
  ];
}

/** What an agent wrote in it; what was quoted comes later. */
const saidIn = ({ raw }: Pick<TakenMail, 'raw'>): string =>
  /[a-z]+-desk-\d+ says \d+/.exec(raw)?.[0] ?? '';
