CREATE TABLE "stored_files" (
	"digest" text PRIMARY KEY NOT NULL,
	"depot" text NOT NULL,
	"preview" text,
	"touched_at" timestamp with time zone DEFAULT now() NOT NULL,
	"unused_since" timestamp with time zone,
	"leased_until" timestamp with time zone
);
--> statement-breakpoint
CREATE INDEX "stored_files_preview" ON "stored_files" USING btree ("preview") WHERE "stored_files"."preview" <> '';--> statement-breakpoint
CREATE INDEX "stored_files_depot" ON "stored_files" USING btree ("depot","digest");--> statement-breakpoint
CREATE INDEX "attachments_digest" ON "attachments" USING btree ("workspace_id","digest");--> statement-breakpoint
-- What is there already lies on the disk. Under each workspace's policy: nobody of ours may read past it.
DO $$
DECLARE
  id uuid;
BEGIN
  FOR id IN SELECT DISTINCT workspace_id FROM directory LOOP
    PERFORM set_config('app.workspace', id::text, true);
    INSERT INTO stored_files (digest, depot)
      SELECT DISTINCT digest, 'disk' FROM attachments WHERE state = 'ready' AND digest <> ''
      ON CONFLICT DO NOTHING;
  END LOOP;
  PERFORM set_config('app.workspace', '', true);
END
$$;
