-- Counting where things change, whoever changes them: statement triggers, so that many rows cost little more than one.
-- A row is written only where a number changes, and never onto another: nobody waits, and nothing can lock crosswise.

-- What is there already.
ALTER TABLE conversations NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE read_markers NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
INSERT INTO conversation_counts (workspace_id, status, channel_id, answered, assignee_id, heard, amount)
  SELECT workspace_id, status, channel_id, waiting_since IS NULL, assignee_id, inbound_seq > 0, count(*)
  FROM conversations GROUP BY 1, 2, 3, 4, 5, 6;
--> statement-breakpoint
CREATE FUNCTION whose(assignee uuid, agent uuid) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT CASE WHEN assignee IS NULL THEN 'nobody' WHEN assignee = agent THEN 'mine' ELSE 'others' END $$;
--> statement-breakpoint
INSERT INTO read_counts (workspace_id, agent_id, status, channel_id, answered, whose, amount)
  SELECT c.workspace_id, m.agent_id, c.status, c.channel_id, c.waiting_since IS NULL, whose(c.assignee_id, m.agent_id), count(*)
  FROM conversations c JOIN read_markers m ON m.workspace_id = c.workspace_id AND m.conversation_id = c.id
  WHERE c.inbound_seq > 0 AND m.seq >= c.inbound_seq GROUP BY 1, 2, 3, 4, 5, 6;
--> statement-breakpoint
ALTER TABLE conversations FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE read_markers FORCE ROW LEVEL SECURITY;
--> statement-breakpoint

CREATE FUNCTION count_new_conversations() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- Nobody can have read them yet.
  INSERT INTO conversation_counts (workspace_id, status, channel_id, answered, assignee_id, heard, amount)
    SELECT workspace_id, status, channel_id, waiting_since IS NULL, assignee_id, inbound_seq > 0, count(*)
    FROM arrived GROUP BY 1, 2, 3, 4, 5, 6;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION count_changed_conversations() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO conversation_counts (workspace_id, status, channel_id, answered, assignee_id, heard, amount)
    SELECT workspace_id, status, channel_id, waiting_since IS NULL, assignee_id, inbound_seq > 0, sum(sign)
    FROM (SELECT *, 1 AS sign FROM arrived UNION ALL SELECT *, -1 FROM departed) changed
    GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(sign) <> 0;
  INSERT INTO read_counts (workspace_id, agent_id, status, channel_id, answered, whose, amount)
    SELECT c.workspace_id, m.agent_id, c.status, c.channel_id, c.waiting_since IS NULL, whose(c.assignee_id, m.agent_id), sum(sign)
    FROM (SELECT *, 1 AS sign FROM arrived UNION ALL SELECT *, -1 FROM departed) c
    JOIN read_markers m ON m.workspace_id = c.workspace_id AND m.conversation_id = c.id
    WHERE c.inbound_seq > 0 AND m.seq >= c.inbound_seq
    GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(sign) <> 0;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION count_gone_conversations() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- Markers point to their conversation: they have gone before it, and were taken off then.
  INSERT INTO conversation_counts (workspace_id, status, channel_id, answered, assignee_id, heard, amount)
    SELECT workspace_id, status, channel_id, waiting_since IS NULL, assignee_id, inbound_seq > 0, -count(*)
    FROM departed GROUP BY 1, 2, 3, 4, 5, 6;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER count_new AFTER INSERT ON conversations REFERENCING NEW TABLE AS arrived
  FOR EACH STATEMENT EXECUTE FUNCTION count_new_conversations();
--> statement-breakpoint
CREATE TRIGGER count_changed AFTER UPDATE ON conversations REFERENCING NEW TABLE AS arrived OLD TABLE AS departed
  FOR EACH STATEMENT EXECUTE FUNCTION count_changed_conversations();
--> statement-breakpoint
CREATE TRIGGER count_gone AFTER DELETE ON conversations REFERENCING OLD TABLE AS departed
  FOR EACH STATEMENT EXECUTE FUNCTION count_gone_conversations();
--> statement-breakpoint

CREATE FUNCTION count_reads() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    -- Whether all is read is for one of the two to say: a marker waits for whoever changes the conversation just now,
    -- and whoever changes it afterwards sees the marker.
    PERFORM FROM conversations c JOIN arrived m ON c.workspace_id = m.workspace_id AND c.id = m.conversation_id
      ORDER BY c.id FOR SHARE OF c;
    INSERT INTO read_counts (workspace_id, agent_id, status, channel_id, answered, whose, amount)
      SELECT c.workspace_id, m.agent_id, c.status, c.channel_id, c.waiting_since IS NULL, whose(c.assignee_id, m.agent_id), count(*)
      FROM arrived m JOIN conversations c ON c.workspace_id = m.workspace_id AND c.id = m.conversation_id
      WHERE c.inbound_seq > 0 AND m.seq >= c.inbound_seq GROUP BY 1, 2, 3, 4, 5, 6;
  ELSIF TG_OP = 'DELETE' THEN
    PERFORM FROM conversations c JOIN departed m ON c.workspace_id = m.workspace_id AND c.id = m.conversation_id
      ORDER BY c.id FOR SHARE OF c;
    INSERT INTO read_counts (workspace_id, agent_id, status, channel_id, answered, whose, amount)
      SELECT c.workspace_id, m.agent_id, c.status, c.channel_id, c.waiting_since IS NULL, whose(c.assignee_id, m.agent_id), -count(*)
      FROM departed m JOIN conversations c ON c.workspace_id = m.workspace_id AND c.id = m.conversation_id
      WHERE c.inbound_seq > 0 AND m.seq >= c.inbound_seq GROUP BY 1, 2, 3, 4, 5, 6;
  ELSE
    PERFORM FROM conversations c JOIN arrived m ON c.workspace_id = m.workspace_id AND c.id = m.conversation_id
      ORDER BY c.id FOR SHARE OF c;
    INSERT INTO read_counts (workspace_id, agent_id, status, channel_id, answered, whose, amount)
      SELECT c.workspace_id, m.agent_id, c.status, c.channel_id, c.waiting_since IS NULL, whose(c.assignee_id, m.agent_id), sum(sign)
      FROM (SELECT *, 1 AS sign FROM arrived UNION ALL SELECT *, -1 FROM departed) m
      JOIN conversations c ON c.workspace_id = m.workspace_id AND c.id = m.conversation_id
      WHERE c.inbound_seq > 0 AND m.seq >= c.inbound_seq
      GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(sign) <> 0;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER count_first_reads AFTER INSERT ON read_markers REFERENCING NEW TABLE AS arrived
  FOR EACH STATEMENT EXECUTE FUNCTION count_reads();
--> statement-breakpoint
CREATE TRIGGER count_further_reads AFTER UPDATE ON read_markers REFERENCING NEW TABLE AS arrived OLD TABLE AS departed
  FOR EACH STATEMENT EXECUTE FUNCTION count_reads();
--> statement-breakpoint
CREATE TRIGGER count_gone_reads AFTER DELETE ON read_markers REFERENCING OLD TABLE AS departed
  FOR EACH STATEMENT EXECUTE FUNCTION count_reads();
--> statement-breakpoint

-- The new tables keep workspaces apart as the others do (0001).
DO $$
DECLARE
  scoped text;
BEGIN
  FOREACH scoped IN ARRAY ARRAY['conversation_counts', 'read_counts'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', scoped);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', scoped);
    EXECUTE format(
      'CREATE POLICY one_workspace ON %I USING (workspace_id = current_workspace()) WITH CHECK (workspace_id = current_workspace())',
      scoped
    );
  END LOOP;
END
$$;
