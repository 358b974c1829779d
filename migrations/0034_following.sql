-- Who takes part in a conversation, and the queue of what one follows; what agents know of a person; files as something to be looked for.
CREATE TABLE "contact_notes" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"contact_id" uuid NOT NULL,
	"agent_id" uuid NOT NULL,
	"text" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"edited_at" timestamp with time zone,
	CONSTRAINT "contact_notes_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "distinctions" (
	"workspace_id" uuid NOT NULL,
	"one_id" uuid NOT NULL,
	"other_id" uuid NOT NULL,
	"agent_id" uuid NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "distinctions_workspace_id_one_id_other_id_pk" PRIMARY KEY("workspace_id","one_id","other_id")
);
--> statement-breakpoint
CREATE TABLE "followed" (
	"workspace_id" uuid NOT NULL,
	"conversation_id" uuid NOT NULL,
	"agent_id" uuid NOT NULL,
	"open" boolean NOT NULL,
	CONSTRAINT "followed_workspace_id_conversation_id_agent_id_pk" PRIMARY KEY("workspace_id","conversation_id","agent_id")
);
--> statement-breakpoint
CREATE TABLE "followed_counts" (
	"workspace_id" uuid NOT NULL,
	"agent_id" uuid NOT NULL,
	"amount" integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE "conversation_merges" ADD COLUMN "follower_ids" uuid[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "follower_ids" uuid[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "contact_notes" ADD CONSTRAINT "contact_notes_contact_fk" FOREIGN KEY ("workspace_id","contact_id") REFERENCES "public"."contacts"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact_notes" ADD CONSTRAINT "contact_notes_agent_fk" FOREIGN KEY ("workspace_id","agent_id") REFERENCES "public"."agents"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "distinctions" ADD CONSTRAINT "distinctions_one_fk" FOREIGN KEY ("workspace_id","one_id") REFERENCES "public"."contacts"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "distinctions" ADD CONSTRAINT "distinctions_other_fk" FOREIGN KEY ("workspace_id","other_id") REFERENCES "public"."contacts"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "distinctions" ADD CONSTRAINT "distinctions_agent_fk" FOREIGN KEY ("workspace_id","agent_id") REFERENCES "public"."agents"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "contact_notes_contact" ON "contact_notes" USING btree ("workspace_id","contact_id","created_at");--> statement-breakpoint
CREATE INDEX "distinctions_other" ON "distinctions" USING btree ("workspace_id","other_id");--> statement-breakpoint
CREATE INDEX "followed_agent" ON "followed" USING btree ("workspace_id","agent_id","conversation_id") WHERE open;--> statement-breakpoint
CREATE INDEX "followed_counts_agent" ON "followed_counts" USING btree ("workspace_id","agent_id");--> statement-breakpoint
CREATE INDEX "contacts_claimed_email" ON "contacts" USING btree ("workspace_id",lower("claimed_email")) WHERE claimed_email is not null;--> statement-breakpoint

-- A conversation's own row says who follows it; the other direction follows it, in the same transaction, whoever writes.
CREATE FUNCTION follow_followers() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  before uuid[] := CASE WHEN TG_OP = 'INSERT' THEN '{}' ELSE OLD.follower_ids END;
  after uuid[] := CASE WHEN TG_OP = 'DELETE' THEN '{}' ELSE NEW.follower_ids END;
  workspace uuid := CASE WHEN TG_OP = 'DELETE' THEN OLD.workspace_id ELSE NEW.workspace_id END;
  conversation uuid := CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END;
BEGIN
  IF before <> after THEN
    DELETE FROM followed WHERE workspace_id = workspace AND conversation_id = conversation AND agent_id <> ALL (after);
  END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO followed (workspace_id, conversation_id, agent_id, open)
      SELECT workspace, conversation, agent, NEW.status = 'open' FROM unnest(after) AS agent
      ON CONFLICT (workspace_id, conversation_id, agent_id) DO UPDATE SET open = excluded.open;
  END IF;
  INSERT INTO followed_counts (workspace_id, agent_id, amount)
    SELECT workspace, agent, sum(sign) FROM (
      SELECT agent, -1 AS sign FROM unnest(before) AS agent WHERE TG_OP <> 'INSERT' AND OLD.status = 'open'
      UNION ALL
      SELECT agent, 1 FROM unnest(after) AS agent WHERE TG_OP <> 'DELETE' AND NEW.status = 'open') AS changed
    GROUP BY agent HAVING sum(sign) <> 0;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER followers_of_new AFTER INSERT ON conversations FOR EACH ROW
  WHEN (NEW.follower_ids <> '{}') EXECUTE FUNCTION follow_followers();
--> statement-breakpoint
CREATE TRIGGER followers_of_changed AFTER UPDATE ON conversations FOR EACH ROW
  WHEN ((OLD.follower_ids <> '{}' OR NEW.follower_ids <> '{}')
    AND (OLD.follower_ids <> NEW.follower_ids OR (OLD.status = 'open') <> (NEW.status = 'open')))
  EXECUTE FUNCTION follow_followers();
--> statement-breakpoint
CREATE TRIGGER followers_of_gone AFTER DELETE ON conversations FOR EACH ROW
  WHEN (OLD.follower_ids <> '{}') EXECUTE FUNCTION follow_followers();
--> statement-breakpoint

-- As the other tables keep workspaces apart (0001).
ALTER TABLE followed ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE followed FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY one_workspace ON followed
  USING (workspace_id = current_workspace()) WITH CHECK (workspace_id = current_workspace());--> statement-breakpoint
ALTER TABLE followed_counts ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE followed_counts FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY one_workspace ON followed_counts
  USING (workspace_id = current_workspace()) WITH CHECK (workspace_id = current_workspace());--> statement-breakpoint
ALTER TABLE contact_notes ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE contact_notes FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY one_workspace ON contact_notes
  USING (workspace_id = current_workspace()) WITH CHECK (workspace_id = current_workspace());
--> statement-breakpoint
ALTER TABLE distinctions ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE distinctions FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY one_workspace ON distinctions
  USING (workspace_id = current_workspace()) WITH CHECK (workspace_id = current_workspace());--> statement-breakpoint

-- Whether a message has files is looked for, too: what is in the index from before is read once more, from its end.
DO $$
DECLARE
  id uuid;
BEGIN
  FOR id IN SELECT DISTINCT workspace_id FROM directory LOOP
    PERFORM set_config('app.workspace', id::text, true);
    UPDATE search_progress SET history = 'ffffffff-ffff-ffff-ffff-ffffffffffff' WHERE workspace_id = id;
  END LOOP;
  PERFORM set_config('app.workspace', '', true);
END $$;
