-- What all agents have together is counted beside what each of them has: reading the counts of one agent no longer means
-- adding up everybody's. The tables of 0012 stay as they are, for processes of the version before, which may still run.
CREATE TABLE "conversation_totals" (
	"workspace_id" uuid NOT NULL,
	"status" text NOT NULL,
	"channel_id" uuid NOT NULL,
	"answered" boolean NOT NULL,
	"assigned" boolean NOT NULL,
	"heard" boolean NOT NULL,
	"amount" integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX "conversation_totals_workspace" ON "conversation_totals" USING btree ("workspace_id");--> statement-breakpoint
CREATE INDEX "conversation_counts_assignee" ON "conversation_counts" USING btree ("workspace_id","assignee_id");--> statement-breakpoint
DROP INDEX "conversation_counts_workspace";--> statement-breakpoint

-- Whoever is counting now is waited for, and whoever comes next counts in both: nothing falls between.
LOCK TABLE conversations IN SHARE MODE;--> statement-breakpoint
ALTER TABLE conversation_counts NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
INSERT INTO conversation_totals (workspace_id, status, channel_id, answered, assigned, heard, amount)
  SELECT workspace_id, status, channel_id, answered, assignee_id IS NOT NULL, heard, sum(amount)
  FROM conversation_counts GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(amount) <> 0;
--> statement-breakpoint
ALTER TABLE conversation_counts FORCE ROW LEVEL SECURITY;--> statement-breakpoint

CREATE OR REPLACE FUNCTION count_new_conversations() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- Nobody can have read them yet.
  WITH changed AS (
    SELECT workspace_id, status, channel_id, waiting_since IS NULL AS answered, assignee_id, inbound_seq > 0 AS heard,
      count(*) AS amount
    FROM arrived GROUP BY 1, 2, 3, 4, 5, 6),
  theirs AS (
    INSERT INTO conversation_counts (workspace_id, status, channel_id, answered, assignee_id, heard, amount)
    SELECT * FROM changed)
  INSERT INTO conversation_totals (workspace_id, status, channel_id, answered, assigned, heard, amount)
    SELECT workspace_id, status, channel_id, answered, assignee_id IS NOT NULL, heard, sum(amount)
    FROM changed GROUP BY 1, 2, 3, 4, 5, 6;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION count_changed_conversations() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  WITH changed AS (
    SELECT workspace_id, status, channel_id, waiting_since IS NULL AS answered, assignee_id, inbound_seq > 0 AS heard,
      sum(sign) AS amount
    FROM (SELECT *, 1 AS sign FROM arrived UNION ALL SELECT *, -1 FROM departed) both_of_them
    GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(sign) <> 0),
  theirs AS (
    INSERT INTO conversation_counts (workspace_id, status, channel_id, answered, assignee_id, heard, amount)
    SELECT * FROM changed)
  INSERT INTO conversation_totals (workspace_id, status, channel_id, answered, assigned, heard, amount)
    SELECT workspace_id, status, channel_id, answered, assignee_id IS NOT NULL, heard, sum(amount)
    FROM changed GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(amount) <> 0;
  INSERT INTO read_counts (workspace_id, agent_id, status, channel_id, answered, whose, amount)
    SELECT c.workspace_id, m.agent_id, c.status, c.channel_id, c.waiting_since IS NULL, whose(c.assignee_id, m.agent_id), sum(sign)
    FROM (SELECT *, 1 AS sign FROM arrived UNION ALL SELECT *, -1 FROM departed) c
    JOIN read_markers m ON m.workspace_id = c.workspace_id AND m.conversation_id = c.id
    WHERE c.inbound_seq > 0 AND m.seq >= c.inbound_seq
    GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(sign) <> 0;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION count_gone_conversations() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- Markers point to their conversation: they have gone before it, and were taken off then.
  WITH changed AS (
    SELECT workspace_id, status, channel_id, waiting_since IS NULL AS answered, assignee_id, inbound_seq > 0 AS heard,
      -count(*) AS amount
    FROM departed GROUP BY 1, 2, 3, 4, 5, 6),
  theirs AS (
    INSERT INTO conversation_counts (workspace_id, status, channel_id, answered, assignee_id, heard, amount)
    SELECT * FROM changed)
  INSERT INTO conversation_totals (workspace_id, status, channel_id, answered, assigned, heard, amount)
    SELECT workspace_id, status, channel_id, answered, assignee_id IS NOT NULL, heard, sum(amount)
    FROM changed GROUP BY 1, 2, 3, 4, 5, 6;
  RETURN NULL;
END $$;
--> statement-breakpoint

-- As the other tables keep workspaces apart (0001).
ALTER TABLE conversation_totals ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE conversation_totals FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY one_workspace ON conversation_totals
  USING (workspace_id = current_workspace()) WITH CHECK (workspace_id = current_workspace());
