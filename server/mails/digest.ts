/** One mail about all that waits for an agent and that they have not seen. */
import { and, eq, isNull, sql } from 'drizzle-orm';
import { FOR_READERS_MS } from '../attachments/tickets.ts';
import { agents } from '../database/schema/agents.ts';
import type { Scope } from '../events/scope.ts';
import { periodAt, readDigestRules } from '../wire/digest-rules.ts';
import { isQuiet, readNoticeRules } from '../wire/notice-rules.ts';
import { compose } from './compose.ts';
import type { SystemMail } from './mailer.ts';
import type { Postman, Writing } from './postman.ts';
import { queueMail } from './queue.ts';
import { unseenBy } from './unseen.ts';
import { mailWords } from './words.ts';

/** In one mail; the inbox has the rest. */
const MOST = 20;
export const STOP_DIGEST_PATH = '/no-more-digests';

/** Queues the digest of each agent whose hour or day has come; by night it waits for the morning. */
export async function queueDigests(scope: Scope): Promise<{ count: number; more: boolean }> {
  const now = new Date();
  const people = await scope.tx
    .select()
    .from(agents)
    .where(
      and(
        eq(agents.workspaceId, scope.workspaceId),
        isNull(agents.removedAt),
        sql`${agents.preferences} -> 'digest' ->> 'every' in ('hour', 'day')`,
      ),
    );
  let count = 0;
  for (const { id: agentId, email: address, preferences } of people) {
    const period = periodAt(readDigestRules(preferences), now);
    const { quietHours } = readNoticeRules(preferences);
    if (period === null || isQuiet(quietHours, now)) continue;
    if (await queueMail(scope, { kind: 'digest', address, agentId, period })) count += 1;
  }
  return { count, more: false };
}

/** null: nothing is new since the last one. */
export async function composeDigest(
  scope: Scope,
  { vault, tickets }: Pick<Postman, 'vault' | 'tickets'>,
  { agent, workspace }: Writing,
): Promise<Omit<SystemMail, 'id' | 'to'> | null> {
  const unseen = await unseenBy(scope, agent);
  if (unseen.length === 0) return null;
  const { locale, id: agentId, preferences } = agent;
  const said = mailWords(locale);
  const { noticeWords } = readNoticeRules(preferences);
  const items = unseen.slice(0, MOST).map(({ id, number, name, preview, called }) => ({
    title: `${noticeWords ? name : `#${number}`}${called ? ` · ${said.called}` : ''}`,
    text: noticeWords ? preview : '',
    url: `${vault.publicUrl}/inbox/inbox/${id}`,
  }));
  const rest = unseen.length - items.length;
  const ticket = tickets.issue(
    { kind: 'digest', workspaceId: scope.workspaceId, agentId },
    FOR_READERS_MS,
  );
  return compose({
    ...said.digest(unseen.length, workspace),
    ...{ locale, items, url: `${vault.publicUrl}/inbox/inbox` },
    more: rest > 0 ? said.more(rest) : null,
    stop: { link: said.stop.link, url: `${vault.publicUrl}${STOP_DIGEST_PATH}/${ticket}` },
  });
}

/** No more of them, until they are asked for again. @returns in which language to say so; null: they are gone */
export async function stopDigests(scope: Scope, agentId: string) {
  const [agent] = await scope.tx
    .update(agents)
    .set({ preferences: sql`${agents.preferences} - 'digest'` })
    .where(ofAgent(scope, agentId))
    .returning({ locale: agents.locale });
  return agent ? { ...mailWords(agent.locale).stop, locale: agent.locale } : null;
}

export async function readStopDigestWords(scope: Scope, agentId: string) {
  const [agent] = await scope.tx
    .select({ locale: agents.locale })
    .from(agents)
    .where(ofAgent(scope, agentId));
  return agent ? { ...mailWords(agent.locale).stop, locale: agent.locale } : null;
}

const ofAgent = ({ workspaceId }: Scope, id: string) =>
  and(eq(agents.workspaceId, workspaceId), eq(agents.id, id));
