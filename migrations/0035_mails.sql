-- What the installation itself writes to the people who work with it.
CREATE TABLE "mails" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"address" text NOT NULL,
	"agent_id" uuid NOT NULL,
	"sealed" "bytea",
	"token_hash" text,
	"period" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"sent_at" timestamp with time zone,
	"problem" text,
	CONSTRAINT "mails_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "mails_period" UNIQUE("workspace_id","agent_id","period"),
	CONSTRAINT "mails_token" UNIQUE("workspace_id","token_hash")
);
--> statement-breakpoint
ALTER TABLE "mails" ADD CONSTRAINT "mails_agent_fk" FOREIGN KEY ("workspace_id","agent_id") REFERENCES "public"."agents"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "mails_created" ON "mails" USING btree ("workspace_id","created_at");--> statement-breakpoint

-- As the other tables keep workspaces apart (0001).
ALTER TABLE mails ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE mails FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY one_workspace ON mails
  USING (workspace_id = current_workspace()) WITH CHECK (workspace_id = current_workspace());
