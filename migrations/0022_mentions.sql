-- Colleagues who were called to a conversation by their name in a note.
CREATE TABLE "mentions" (
	"workspace_id" uuid NOT NULL,
	"agent_id" uuid NOT NULL,
	"conversation_id" uuid NOT NULL,
	"seq" bigint NOT NULL,
	"open" boolean NOT NULL,
	CONSTRAINT "mentions_workspace_id_conversation_id_agent_id_pk" PRIMARY KEY("workspace_id","conversation_id","agent_id")
);
--> statement-breakpoint
ALTER TABLE "mentions" ADD CONSTRAINT "mentions_agent_fk" FOREIGN KEY ("workspace_id","agent_id") REFERENCES "public"."agents"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mentions" ADD CONSTRAINT "mentions_conversation_fk" FOREIGN KEY ("workspace_id","conversation_id") REFERENCES "public"."conversations"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "mentions_agent" ON "mentions" USING btree ("workspace_id","agent_id","conversation_id") WHERE open;--> statement-breakpoint

CREATE FUNCTION follow_mentions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE mentions SET open = NEW.status = 'open' WHERE workspace_id = NEW.workspace_id AND conversation_id = NEW.id;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER mentions_of_changed AFTER UPDATE ON conversations FOR EACH ROW
  WHEN ((OLD.status = 'open') <> (NEW.status = 'open')) EXECUTE FUNCTION follow_mentions();
--> statement-breakpoint

-- As the other tables keep workspaces apart (0001).
ALTER TABLE mentions ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE mentions FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY one_workspace ON mentions
  USING (workspace_id = current_workspace()) WITH CHECK (workspace_id = current_workspace());
