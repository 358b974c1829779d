/** How long answers took from being stored to the platform's yes. */
import type { Postgres } from '../site/postgres.ts';

type Which = { from: Date; to: Date; adapter?: string };

/** In ms, of those written in that time and taken by now. */
export async function lagsBetween(
  postgres: Postgres,
  { from, to, adapter = '%' }: Which,
): Promise<number[]> {
  const rows = await postgres.ask(
    (sql) => sql<{ ms: number }[]>`
      select 1000 * extract(epoch from d.updated_at - m.created_at)::float8 as ms
      from messages m
      join deliveries d on d.workspace_id = m.workspace_id and d.message_id = m.id
      join channels c on c.workspace_id = m.workspace_id and c.id = m.channel_id
      where m.created_at between ${from} and ${to} and d.state = 'accepted' and c.adapter like ${adapter}`,
  );
  return rows.map(({ ms }) => ms);
}
