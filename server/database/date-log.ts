/**
 * The log is written once: who serves may add to it and change nothing. Only a past that was told today (a demo) has to
 * be dated, and that is done here, by the tables' owner, before anybody reads it.
 */
import postgres from 'postgres';
import { type Connection, connectOptions } from './connection.ts';

/** When a change of a conversation was made. */
export type Dated = { conversationId: string; seq: number; at: Date };

/** Of one workspace, under its own policy. */
export async function dateLog(
  connection: Connection,
  workspaceId: string,
  log: readonly Dated[],
): Promise<void> {
  const client = postgres({ ...connectOptions(connection), max: 1, onnotice: () => {} });
  const rows = log.map(({ conversationId: conversation_id, seq, at }) => {
    return { conversation_id, seq, at };
  });
  try {
    await client.begin(async (tx) => {
      await tx`select set_config('app.workspace', ${workspaceId}, true)`;
      await tx`
        update events set at = dated.at
        from json_to_recordset(${JSON.stringify(rows)}::text::json)
          as dated (conversation_id uuid, seq bigint, at timestamptz)
        where events.workspace_id = ${workspaceId}
          and events.conversation_id = dated.conversation_id and events.seq = dated.seq`;
    });
  } finally {
    await client.end({ timeout: 5 });
  }
}
