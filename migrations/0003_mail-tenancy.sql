-- The new tables keep workspaces apart as the others do (0001). Listeners stay outside, like jobs: ids alone.
DO $$
DECLARE
  scoped text;
BEGIN
  FOREACH scoped IN ARRAY ARRAY['arrivals', 'consents', 'participants', 'message_references'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', scoped);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', scoped);
    EXECUTE format(
      'CREATE POLICY one_workspace ON %I USING (workspace_id = current_workspace()) WITH CHECK (workspace_id = current_workspace())',
      scoped
    );
  END LOOP;
END
$$;
--> statement-breakpoint
-- The raw request is written last, when it is known what became of it: the key is checked at commit.
ALTER TABLE "messages" ALTER CONSTRAINT "messages_ingress_fk" DEFERRABLE INITIALLY DEFERRED;
