/** Holds the ledger against the database, the platforms' ledgers, and what every screen shows. */
import { isDeepStrictEqual } from 'node:util';
import type postgres from 'postgres';
import { until } from '../../support/until.ts';
import { type Findings, noFindings } from '../experiment.ts';
import type { Site } from '../site/site.ts';
import type { Workspace } from '../site/workspace.ts';
import { readConversations, readVisitorLine } from './fresh-views.ts';
import { grouped } from './grouped.ts';
import type { Entry } from './ledger.ts';
import type { Load } from './load.ts';

/** What is still pending then is stuck. A file whose process died is another's after two minutes. */
const QUIET_WITHIN_MS = 180_000;
/** For screens to catch up: they ask every second or two. */
const SCREEN_PATIENCE_MS = 15_000;

type Stored = {
  workspace: string;
  conversation: string;
  seq: number;
  id: string;
  direction: Entry['direction'];
  text: string;
  key: string | null;
  state: string;
  channel: string | null;
  adapter: string | null;
  external: string | null;
};

/** Waits until nothing is pending, then compares. */
export async function check(site: Site, load: Load, entries: readonly Entry[]): Promise<Findings> {
  const findings = noFindings();
  findings.wrong.push(...load.faults, ...site.complaints);
  await site.postgres.ask(async (sql) => {
    findings.stuck.push(...(await pendingAfter(sql)));
    const stored = await readStored(sql);
    compareStored(stored, entries, findings);
    findings.disorder.push(...(await brokenLines(sql)), ...outOfOrder(stored, entries));
    findings.foreign.push(...strangers(stored));
    comparePlatforms(stored, load, findings);
  });
  for (const workspace of load.workspaces.filter(({ watched }) => watched)) {
    findings.wrong.push(...(await staleScreens(workspace)));
    findings.foreign.push(...foreignOnScreen(workspace));
  }
  return findings;
}

async function pendingAfter(sql: postgres.Sql): Promise<string[]> {
  const pending = () => sql<{ kind: string; count: number }[]>`
    select kind, count(*)::int as count from jobs group by kind
    union all select 'message ' || state, count(*)::int from messages
    where state in ('queued', 'sending') group by state`;
  await until(async () => (await pending()).length === 0, QUIET_WITHIN_MS).catch(() => undefined);
  return (await pending()).map(({ kind, count }) => `${count} × ${kind}`);
}

const readStored = async (sql: postgres.Sql): Promise<Stored[]> => [
  ...(await sql<Stored[]>`
    select m.workspace_id as workspace, m.conversation_id as conversation, m.seq::int as seq, m.id,
      m.direction, m.text, m.key, m.state, m.channel_id as channel, c.adapter, m.external_id as external
    from messages m left join channels c on c.workspace_id = m.workspace_id and c.id = m.channel_id
    order by m.conversation_id, m.seq`),
];

/** I1 and I4: what was acknowledged is there once, as it was written; nothing else is. */
function compareStored(stored: Stored[], entries: readonly Entry[], findings: Findings): void {
  const byText = grouped(stored, ({ text }) => text);
  for (const entry of entries) {
    const found = byText.get(entry.text) ?? [];
    const [first] = found;
    if (!first) findings.lost.push(`${entry.writer}: “${entry.text}”`);
    else if (found.length > 1) findings.doubled.push(`${found.length} × “${entry.text}”`);
    else if (!isAsWritten(first, entry)) findings.wrong.push(`stored otherwise: “${entry.text}”`);
  }
  const written = new Set(entries.map(({ text }) => text));
  const extra = stored.filter(({ text }) => !written.has(text));
  findings.doubled.push(...extra.map(({ text }) => `nobody wrote “${text}”`));
}

const isAsWritten = (stored: Stored, { direction, id, key }: Entry): boolean =>
  stored.direction === direction &&
  (id === null || stored.id === id) &&
  (direction === 'in' || stored.key === key);

/** I2: numbers without gaps, and every message has the number its event has. */
async function brokenLines(sql: postgres.Sql): Promise<string[]> {
  const lines = await sql<{ id: string; why: string }[]>`
    with line as (select conversation_id, count(*) as events, min(seq) as first, max(seq) as last
      from events group by conversation_id)
    select c.id, 'its events are not numbered from 1 to ' || c.seq as why
    from conversations c left join line on line.conversation_id = c.id
    where c.seq <> coalesce(line.events, 0) or line.first <> 1 or line.last <> c.seq
    union all select m.conversation_id, 'message ' || m.seq || ' has no event'
    from messages m where not exists (select 1 from events e where e.workspace_id = m.workspace_id
      and e.conversation_id = m.conversation_id and e.seq = m.seq and e.kind = 'message')`;
  return lines.map(({ id, why }) => `conversation ${id}: ${why}`);
}

/** I2: whoever waits for an answer before writing on is read in that order. */
function outOfOrder(stored: Stored[], entries: readonly Entry[]): string[] {
  const place = new Map(stored.map((message, index) => [message.text, { ...message, index }]));
  return [...grouped(entries, ({ series }) => series)].flatMap(([series, written]) => {
    const places = written.flatMap(({ text }) => place.get(text)?.index ?? []);
    const conversations = new Set(
      written.flatMap(({ text }) => place.get(text)?.conversation ?? []),
    );
    const sorted = places.every((at, index) => index === 0 || at > (places[index - 1] ?? 0));
    if (conversations.size > 1) return [`${series} is in ${conversations.size} conversations`];
    return sorted ? [] : [`${series} is not in the order it was written in`];
  });
}

/** I6: a text begins with the name of the workspace it was written in. */
function strangers(stored: Stored[]): string[] {
  const homes = new Map<string, string>();
  return stored.flatMap(({ text, workspace }) => {
    const name = nameIn(text);
    const home = homes.get(name) ?? workspace;
    homes.set(name, home);
    return home === workspace ? [] : [`“${text}” is in another workspace`];
  });
}

const nameIn = (text: string): string => /^[a-z]+/.exec(text)?.[0] ?? '';

/** I5: what has left was taken, and taken once where a repeat is known; elsewhere a doubt is shown as one. */
function comparePlatforms(stored: Stored[], load: Load, findings: Findings): void {
  const { keyed, unkeyed, asked } = load.platforms;
  const sent = stored.filter(({ direction }) => direction === 'out');
  const bots = [unkeyed, asked].flatMap((bot) => bot?.did('sendMessage') ?? []);
  const arrivals = [...keyed.said.values(), ...bots].map((one) => String(one['text']));
  const there = grouped(arrivals, String);
  for (const message of sent) {
    const { text, state, adapter } = message;
    const times = there.get(text)?.length ?? 0;
    const outside = adapter === 'api' || adapter === 'telegram';
    if (times > 1) findings.doubled.push(`sent ${times} times: “${text}” (${state})`);
    const arrived = ['accepted', 'delivered', 'read'].includes(state);
    if (outside && arrived && times === 0) findings.lost.push(`${state}, but not sent: “${text}”`);
    if (!arrived && !isUnsent(message, load)) {
      findings.wrong.push(`${state} after all was well: “${text}”`);
    }
  }
}

const isUnsent = ({ state, adapter, text }: Stored, { unsent }: Load): boolean =>
  unsent.has(text) || (adapter === 'telegram' && state === 'unknown');

/** I3: what screens have folded together is what a fresh look gives. */
export async function staleScreens({
  name,
  program,
  agent,
  screens,
  websiteId,
}: Workspace): Promise<string[]> {
  const stale: string[] = [];
  const fresh = await readConversations(program);
  const behind = () => fresh.filter(({ row }) => agent.lines.get(row.id)?.have !== row.seq);
  await until(() => behind().length === 0, SCREEN_PATIENCE_MS).catch(() => undefined);
  for (const { row, messages } of fresh) {
    const other = firstDifference(agent.messagesOf(row.id), messages);
    if (other) stale.push(`${name}: an agent’s screen of conversation ${row.number} ${other}`);
    if (agent.rows.get(row.id)?.seq !== row.seq)
      stale.push(`${name}: the row of ${row.number} is old`);
  }
  for (const { name: visitor, visitor: remote, follower } of screens) {
    const line = await readVisitorLine(remote, websiteId);
    await until(() => follower.line.have === line.length, SCREEN_PATIENCE_MS).catch(
      () => undefined,
    );
    const other = firstDifference(follower.messages, line);
    if (other) stale.push(`${visitor}’s widget ${other}`);
  }
  return stale;
}

function firstDifference(shown: readonly object[], stored: readonly object[]): string | null {
  const at = stored.findIndex((one, index) => !isDeepStrictEqual(one, shown[index]));
  if (at < 0 && shown.length === stored.length) return null;
  if (at < 0) return `shows ${shown.length} messages instead of ${stored.length}`;
  return `shows ${JSON.stringify(shown[at])} instead of ${JSON.stringify(stored[at])}`;
}

/** I6, where it would hurt most. */
function foreignOnScreen({ name, agent }: Workspace): string[] {
  const shown = [...agent.lines.keys()].flatMap((id) => agent.messagesOf(id));
  return shown
    .filter(({ text }) => nameIn(text) !== name)
    .map(({ text }) => `${name} sees “${text}”`);
}
