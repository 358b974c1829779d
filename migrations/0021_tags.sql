-- Tags, and the queue of each tag and of each channel.
CREATE TABLE "tag_counts" (
	"workspace_id" uuid NOT NULL,
	"tag_id" uuid NOT NULL,
	"amount" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tagged" (
	"workspace_id" uuid NOT NULL,
	"conversation_id" uuid NOT NULL,
	"tag_id" uuid NOT NULL,
	"status" text NOT NULL,
	"rank" bigint NOT NULL,
	CONSTRAINT "tagged_workspace_id_conversation_id_tag_id_pk" PRIMARY KEY("workspace_id","conversation_id","tag_id")
);
--> statement-breakpoint
CREATE TABLE "tags" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"removed_at" timestamp with time zone,
	CONSTRAINT "tags_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "tag_ids" uuid[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "tags" ADD CONSTRAINT "tags_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "tag_counts_workspace" ON "tag_counts" USING btree ("workspace_id");--> statement-breakpoint
CREATE INDEX "tagged_queue" ON "tagged" USING btree ("workspace_id","tag_id","status","rank","conversation_id");--> statement-breakpoint
CREATE UNIQUE INDEX "tags_name" ON "tags" USING btree ("workspace_id",lower("name"));--> statement-breakpoint
CREATE INDEX "conversations_channel" ON "conversations" USING btree ("workspace_id","channel_id","rank","id") WHERE status = 'open';--> statement-breakpoint

-- A conversation's own row says which tags it has; the other direction follows it, in the same transaction, whoever writes.
CREATE FUNCTION follow_tags() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  before uuid[] := CASE WHEN TG_OP = 'INSERT' THEN '{}' ELSE OLD.tag_ids END;
  after uuid[] := CASE WHEN TG_OP = 'DELETE' THEN '{}' ELSE NEW.tag_ids END;
  workspace uuid := CASE WHEN TG_OP = 'DELETE' THEN OLD.workspace_id ELSE NEW.workspace_id END;
  conversation uuid := CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END;
BEGIN
  IF before <> after THEN
    DELETE FROM tagged WHERE workspace_id = workspace AND conversation_id = conversation AND tag_id <> ALL (after);
  END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO tagged (workspace_id, conversation_id, tag_id, status, rank)
      SELECT workspace, conversation, tag, NEW.status, NEW.rank FROM unnest(after) AS tag
      ON CONFLICT (workspace_id, conversation_id, tag_id) DO UPDATE SET status = excluded.status, rank = excluded.rank;
  END IF;
  INSERT INTO tag_counts (workspace_id, tag_id, amount)
    SELECT workspace, tag, sum(sign) FROM (
      SELECT tag, -1 AS sign FROM unnest(before) AS tag WHERE TG_OP <> 'INSERT' AND OLD.status = 'open'
      UNION ALL
      SELECT tag, 1 FROM unnest(after) AS tag WHERE TG_OP <> 'DELETE' AND NEW.status = 'open') AS changed
    GROUP BY tag HAVING sum(sign) <> 0;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER tags_of_new AFTER INSERT ON conversations FOR EACH ROW
  WHEN (NEW.tag_ids <> '{}') EXECUTE FUNCTION follow_tags();
--> statement-breakpoint
CREATE TRIGGER tags_of_changed AFTER UPDATE ON conversations FOR EACH ROW
  WHEN ((OLD.tag_ids <> '{}' OR NEW.tag_ids <> '{}')
    AND (OLD.tag_ids, OLD.status, OLD.rank) IS DISTINCT FROM (NEW.tag_ids, NEW.status, NEW.rank))
  EXECUTE FUNCTION follow_tags();
--> statement-breakpoint
CREATE TRIGGER tags_of_gone AFTER DELETE ON conversations FOR EACH ROW
  WHEN (OLD.tag_ids <> '{}') EXECUTE FUNCTION follow_tags();
--> statement-breakpoint

-- As the other tables keep workspaces apart (0001).
ALTER TABLE tags ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE tags FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY one_workspace ON tags
  USING (workspace_id = current_workspace()) WITH CHECK (workspace_id = current_workspace());--> statement-breakpoint
ALTER TABLE tagged ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE tagged FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY one_workspace ON tagged
  USING (workspace_id = current_workspace()) WITH CHECK (workspace_id = current_workspace());--> statement-breakpoint
ALTER TABLE tag_counts ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE tag_counts FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY one_workspace ON tag_counts
  USING (workspace_id = current_workspace()) WITH CHECK (workspace_id = current_workspace());
