-- As in 0017, but windows end where the words turn out to be rare: a window of millions held against a hundred hits took
-- longer than reading the hundred.
CREATE OR REPLACE FUNCTION find_messages(asked tsquery, held tsquery, newest uuid, oldest uuid, most int)
RETURNS TABLE (id uuid) LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
SET enable_seqscan = off
AS $$
DECLARE
  here CONSTANT uuid := current_workspace();
  span CONSTANT int := 4000;
  few CONSTANT int := 2000;
  edge uuid;
  low uuid;
  first uuid;
  reach bigint;
  rest bigint;
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
  SELECT m.message_id INTO first FROM message_words m
    WHERE m.workspace_id = here AND m.message_id >= oldest ORDER BY m.message_id LIMIT 1;
  reach := greatest(reach, 1) * 10;
  FOR step IN 1..3 LOOP
    low := greatest(oldest, id_at(moment_of(edge) - reach));
    RETURN QUERY
      SELECT hit.id FROM find_messages_between(asked, held, low, edge) hit ORDER BY hit.id DESC LIMIT most - found;
    GET DIAGNOSTICS batch = ROW_COUNT;
    found := found + batch;
    edge := low;
    IF found >= most OR edge <= first THEN RETURN; END IF;
    rest := moment_of(edge) - moment_of(first);
    IF rest <= reach * 3 THEN
      -- What is left of this workspace is little, whatever others have.
      reach := rest + 1;
    ELSE
      -- So few hits should be left that reading them all is less than holding a long window against them.
      EXIT WHEN (2 * batch + 1) * rest / (2 * reach) < few OR (step = 2 AND batch = 0);
      -- Twice as far as those still wanted should lie.
      reach := CASE WHEN batch * 5 > most - found THEN reach * (most - found) * 2 / batch + 1 ELSE reach * 10 END;
    END IF;
  END LOOP;
  RETURN QUERY
    WITH hits AS MATERIALIZED (
      SELECT m.workspace_id, m.message_id FROM message_words m
      WHERE m.words @@ held AND (m.words @@ asked) IS TRUE)
    SELECT h.message_id FROM hits h
    WHERE h.workspace_id = here AND h.message_id < edge AND h.message_id >= oldest
    ORDER BY h.message_id DESC LIMIT most - found;
END $$;
