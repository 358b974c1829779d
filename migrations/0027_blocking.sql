-- People whose word is not taken here, and how many messages of theirs were dropped.
CREATE TABLE "blocks" (
	"workspace_id" uuid NOT NULL,
	"contact_id" uuid NOT NULL,
	"agent_id" uuid NOT NULL,
	"since" timestamp with time zone DEFAULT now() NOT NULL,
	"dropped" integer DEFAULT 0 NOT NULL,
	"lifted_at" timestamp with time zone,
	CONSTRAINT "blocks_workspace_id_contact_id_pk" PRIMARY KEY("workspace_id","contact_id")
);
--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "blocked" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "blocks" ADD CONSTRAINT "blocks_contact_fk" FOREIGN KEY ("workspace_id","contact_id") REFERENCES "public"."contacts"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blocks" ADD CONSTRAINT "blocks_agent_fk" FOREIGN KEY ("workspace_id","agent_id") REFERENCES "public"."agents"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint

-- As the other tables keep workspaces apart (0001).
ALTER TABLE blocks ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE blocks FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY one_workspace ON blocks
  USING (workspace_id = current_workspace()) WITH CHECK (workspace_id = current_workspace());
