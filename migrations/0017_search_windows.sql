-- When an id was made, in ms since 1970, and before every id that is made then: RFC 9562, version 7.
CREATE FUNCTION moment_of(id uuid) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ('x' || substr(replace(id::text, '-', ''), 1, 12))::bit(48)::bigint;--> statement-breakpoint

CREATE FUNCTION id_at(moment bigint) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (lpad(to_hex(greatest(moment, 0)), 12, '0') || '00000000000000000000')::uuid;--> statement-breakpoint

-- All messages between two ids that have what is asked for. How frequent words are, and above all beginnings of words, the
-- planner guesses badly, and would read the pages of every hit there ever was. Not knowing what is asked it holds two
-- indexes against each other, as it should, and reads what is left.
CREATE FUNCTION find_messages_between(asked tsquery, held tsquery, low uuid, edge uuid) RETURNS TABLE (id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
SET enable_seqscan = off
SET enable_indexscan = off
SET random_page_cost = 4
SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
  here CONSTANT uuid := current_workspace();
BEGIN
  RETURN QUERY
    SELECT m.message_id FROM message_words m
    WHERE m.workspace_id = here AND m.message_id < edge AND m.message_id >= low AND m.words @@ held
      AND (m.words @@ asked) IS TRUE;
END $$;--> statement-breakpoint

-- The newest messages that have what is asked for. What is frequent is met among the last few thousand. For what is not, the
-- index of words is held against windows of time, each as long as it should take, up to ten times the one before: of
-- 20,000 hits in three years only those of the last weeks are read, and each that is read may be a page from the disk.
-- `held`: what of the question the index is asked for; the rest is looked at where the words stand.
CREATE FUNCTION find_messages(asked tsquery, held tsquery, newest uuid, oldest uuid, most int)
RETURNS TABLE (id uuid) LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
SET enable_seqscan = off
AS $$
DECLARE
  here CONSTANT uuid := current_workspace();
  span CONSTANT int := 4000;
  edge uuid;
  low uuid;
  reach bigint;
  found int;
  batch int;
BEGIN
  RETURN QUERY
    SELECT recent.message_id FROM (
      SELECT m.message_id, m.words FROM message_words m
      WHERE m.workspace_id = here AND m.message_id < newest AND m.message_id >= oldest
      ORDER BY m.message_id DESC LIMIT span) recent
    WHERE recent.words @@ asked ORDER BY recent.message_id DESC LIMIT most;
  GET DIAGNOSTICS found = ROW_COUNT;
  IF found >= most THEN RETURN; END IF;
  SELECT m.message_id INTO edge FROM message_words m
    WHERE m.workspace_id = here AND m.message_id < newest AND m.message_id >= oldest
    ORDER BY m.message_id DESC OFFSET span - 1 LIMIT 1;
  -- All of them have been looked at.
  IF edge IS NULL THEN RETURN; END IF;
  SELECT moment_of(m.message_id) - moment_of(edge) INTO reach FROM message_words m
    WHERE m.workspace_id = here AND m.message_id < newest ORDER BY m.message_id DESC LIMIT 1;
  reach := greatest(reach, 1) * 10;
  FOR step IN 1..3 LOOP
    low := greatest(oldest, id_at(moment_of(edge) - reach));
    RETURN QUERY
      SELECT hit.id FROM find_messages_between(asked, held, low, edge) hit ORDER BY hit.id DESC LIMIT most - found;
    GET DIAGNOSTICS batch = ROW_COUNT;
    found := found + batch;
    edge := low;
    IF found >= most OR edge <= oldest THEN RETURN; END IF;
    -- Twice as far as the rest should lie.
    reach := CASE WHEN batch * 5 > most - found THEN reach * (most - found) * 2 / batch + 1 ELSE reach * 10 END;
    EXIT WHEN step = 2 AND batch = 0;
  END LOOP;
  RETURN QUERY
    WITH hits AS MATERIALIZED (
      SELECT m.workspace_id, m.message_id FROM message_words m
      WHERE m.words @@ held AND (m.words @@ asked) IS TRUE)
    SELECT h.message_id FROM hits h
    WHERE h.workspace_id = here AND h.message_id < edge AND h.message_id >= oldest
    ORDER BY h.message_id DESC LIMIT most - found;
END $$;--> statement-breakpoint

-- As processes of the version before ask, which may still run.
CREATE OR REPLACE FUNCTION find_messages(asked tsquery, newest uuid, oldest uuid, most int)
RETURNS TABLE (id uuid) LANGUAGE sql STABLE
BEGIN ATOMIC
  SELECT hit.id FROM find_messages(asked, asked, newest, oldest, most) hit;
END;
