-- Tenancy, second layer: a query that forgets its WHERE still sees one workspace only.
-- The workspace is set per transaction with set_config('app.workspace', id, true); unset means no rows.
CREATE FUNCTION current_workspace() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('app.workspace', true), '')::uuid $$;
--> statement-breakpoint
DO $$
DECLARE
  scoped text;
BEGIN
  FOREACH scoped IN ARRAY ARRAY[
    'agents', 'sessions', 'tokens', 'invitations', 'channels', 'ingress', 'revocations', 'idempotency',
    'contacts', 'identities', 'conversations', 'threads', 'messages', 'attachments', 'deliveries',
    'parked_receipts', 'events', 'read_markers', 'drafts'
  ] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', scoped);
    -- FORCE: the policy binds the owner too, where the application has to run as the owner.
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', scoped);
    EXECUTE format(
      'CREATE POLICY one_workspace ON %I USING (workspace_id = current_workspace()) WITH CHECK (workspace_id = current_workspace())',
      scoped
    );
  END LOOP;
  -- directory, jobs and login_failures stay outside: they hold ids and hashes, asked before a workspace is known.
  EXECUTE 'ALTER TABLE workspaces ENABLE ROW LEVEL SECURITY';
  EXECUTE 'ALTER TABLE workspaces FORCE ROW LEVEL SECURITY';
  EXECUTE 'CREATE POLICY one_workspace ON workspaces USING (id = current_workspace()) WITH CHECK (id = current_workspace())';
END
$$;
