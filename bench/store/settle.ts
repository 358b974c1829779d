/** What the product derives from conversations, of all that were written at once; and what the planner has to know. */
import type postgres from 'postgres';

/** @param last the highest number of a conversation */
export async function settle(sql: postgres.Sql, workspaceId: string, last: number): Promise<void> {
  await sql`update workspaces set last_number = greatest(last_number, ${last + 1_000}) where id = ${workspaceId}`;
  await sql`delete from conversation_counts where workspace_id = ${workspaceId}`;
  await sql`delete from conversation_totals where workspace_id = ${workspaceId}`;
  await sql`delete from read_counts where workspace_id = ${workspaceId}`;
  await sql`
    insert into conversation_counts (workspace_id, status, channel_id, answered, assignee_id, heard, amount)
    select workspace_id, status, channel_id, waiting_since is null, assignee_id, inbound_seq > 0, count(*)
    from conversations where workspace_id = ${workspaceId} group by 1, 2, 3, 4, 5, 6`;
  await sql`
    insert into conversation_totals (workspace_id, status, channel_id, answered, assigned, heard, amount)
    select workspace_id, status, channel_id, answered, assignee_id is not null, heard, sum(amount)
    from conversation_counts where workspace_id = ${workspaceId} group by 1, 2, 3, 4, 5, 6`;
  await sql`
    insert into read_counts (workspace_id, agent_id, status, channel_id, answered, whose, amount)
    select c.workspace_id, m.agent_id, c.status, c.channel_id, c.waiting_since is null, whose(c.assignee_id, m.agent_id), count(*)
    from conversations c join read_markers m on m.workspace_id = c.workspace_id and m.conversation_id = c.id
    where c.workspace_id = ${workspaceId} and c.inbound_seq > 0 and m.seq >= c.inbound_seq group by 1, 2, 3, 4, 5, 6`;
  await sql`
    insert into tagged (workspace_id, conversation_id, tag_id, status, rank)
    select workspace_id, id, tag, status, rank from conversations, unnest(tag_ids) as tag
    where workspace_id = ${workspaceId}`;
  await sql`
    insert into tag_counts (workspace_id, tag_id, amount)
    select workspace_id, tag_id, count(*) from tagged
    where workspace_id = ${workspaceId} and status = 'open' group by 1, 2`;
  await sql`delete from search_progress where workspace_id = ${workspaceId}`;
  await sql`insert into search_progress (workspace_id, reached, history)
    values (${workspaceId}, pg_snapshot_xmin(pg_current_snapshot()), null)`;
  await sql.unsafe('vacuum (analyze)');
  await sql.unsafe('checkpoint');
}
