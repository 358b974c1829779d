/** Files that stand beside what a message says. Pictures that its html shows are part of the text. For queries of `messages`. */
import { sql } from 'drizzle-orm';

const BESIDE = sql`from attachments a where a.workspace_id = messages.workspace_id
  and a.message_id = messages.id and a.content_id is null`;

export const hasFiles = sql<boolean>`exists (select ${BESIDE})`;

/** Their names; null when there are none. */
export const namesOfFiles = sql<
  string | null
>`(select string_agg(a.name, ', ' order by a.position) ${BESIDE})`;
