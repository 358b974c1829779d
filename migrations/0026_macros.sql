-- What agents do again and again in one go, and what each run has to be taken back by.
CREATE TABLE "macro_runs" (
	"workspace_id" uuid NOT NULL,
	"agent_id" uuid NOT NULL,
	"key" text NOT NULL,
	"macro_id" uuid NOT NULL,
	"done" jsonb NOT NULL,
	"taken_back" timestamp with time zone,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "macro_runs_workspace_id_agent_id_key_pk" PRIMARY KEY("workspace_id","agent_id","key")
);
--> statement-breakpoint
CREATE TABLE "macros" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"agent_id" uuid,
	"name" text NOT NULL,
	"actions" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "macros_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "macro_runs" ADD CONSTRAINT "macro_runs_agent_fk" FOREIGN KEY ("workspace_id","agent_id") REFERENCES "public"."agents"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "macros" ADD CONSTRAINT "macros_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "macros" ADD CONSTRAINT "macros_agent_fk" FOREIGN KEY ("workspace_id","agent_id") REFERENCES "public"."agents"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "macros_name" ON "macros" USING btree ("workspace_id",coalesce("agent_id", '00000000-0000-0000-0000-000000000000'::uuid),lower("name"));--> statement-breakpoint

-- As the other tables keep workspaces apart (0001).
ALTER TABLE macros ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE macros FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY one_workspace ON macros
  USING (workspace_id = current_workspace()) WITH CHECK (workspace_id = current_workspace());--> statement-breakpoint
ALTER TABLE macro_runs ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE macro_runs FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY one_workspace ON macro_runs
  USING (workspace_id = current_workspace()) WITH CHECK (workspace_id = current_workspace());
