-- Messages that have the words asked for, the newest first: `newest` and `oldest` are bounds, the first of them exclusive.
--
-- Under row-level security Postgres must not use an index of words, since what words mean is for a function to say that it
-- does not trust with rows of others. So this one function runs as the tables' owner, whom the policy of `message_words`
-- does not bind, and asks for the workspace itself. It tells ids alone; what they stand for is read under the policy again.
--
-- How frequent the words are decides how they are found: frequent ones among the newest messages, one after the other;
-- rare ones by the index, which gives all that there are, in no order. How many of the newest have them tells which it is.
CREATE FUNCTION find_messages(asked tsquery, newest uuid, oldest uuid, most int) RETURNS TABLE (id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
SET enable_seqscan = off
AS $$
DECLARE
  here CONSTANT uuid := current_workspace();
  span int := 4000;
  edge uuid := newest;
  found int := 0;
  batch int;
BEGIN
  FOR round IN 1..2 LOOP
    RETURN QUERY
      SELECT recent.message_id FROM (
        SELECT m.message_id, m.words FROM message_words m
        WHERE m.workspace_id = here AND m.message_id < edge AND m.message_id >= oldest
        ORDER BY m.message_id DESC LIMIT span) recent
      WHERE recent.words @@ asked ORDER BY recent.message_id DESC LIMIT most - found;
    GET DIAGNOSTICS batch = ROW_COUNT;
    found := found + batch;
    IF found >= most THEN RETURN; END IF;
    SELECT m.message_id INTO edge FROM message_words m
      WHERE m.workspace_id = here AND m.message_id < edge AND m.message_id >= oldest
      ORDER BY m.message_id DESC OFFSET span - 1 LIMIT 1;
    -- All of them have been looked at.
    IF edge IS NULL THEN RETURN; END IF;
    EXIT WHEN batch < 5;
    -- One in so many has them: twice as far as that takes is far enough, and no further than the index would cost.
    span := least(40000, span * most / batch * 2);
  END LOOP;
  RETURN QUERY
    WITH hits AS MATERIALIZED (SELECT m.workspace_id, m.message_id FROM message_words m WHERE m.words @@ asked)
    SELECT h.message_id FROM hits h
    WHERE h.workspace_id = here AND h.message_id < edge AND h.message_id >= oldest
    ORDER BY h.message_id DESC LIMIT most - found;
END $$;
--> statement-breakpoint
ALTER TABLE message_words ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY one_workspace ON message_words USING (workspace_id = current_workspace()) WITH CHECK (workspace_id = current_workspace());
--> statement-breakpoint

-- The others keep workspaces apart as all tables do (0001).
DO $$
DECLARE
  scoped text;
BEGIN
  FOREACH scoped IN ARRAY ARRAY['contact_words', 'search_progress'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', scoped);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', scoped);
    EXECUTE format(
      'CREATE POLICY one_workspace ON %I USING (workspace_id = current_workspace()) WITH CHECK (workspace_id = current_workspace())',
      scoped
    );
  END LOOP;
END
$$;
