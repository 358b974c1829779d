CREATE TABLE "saved_replies" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"agent_id" uuid,
	"name" text NOT NULL,
	"text" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "saved_replies_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "saved_replies" ADD CONSTRAINT "saved_replies_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "saved_replies" ADD CONSTRAINT "saved_replies_agent_fk" FOREIGN KEY ("workspace_id","agent_id") REFERENCES "public"."agents"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "saved_replies_name" ON "saved_replies" USING btree ("workspace_id",coalesce("agent_id", '00000000-0000-0000-0000-000000000000'::uuid),lower("name"));--> statement-breakpoint

-- As the other tables keep workspaces apart (0001).
ALTER TABLE saved_replies ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE saved_replies FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY one_workspace ON saved_replies
  USING (workspace_id = current_workspace()) WITH CHECK (workspace_id = current_workspace());
