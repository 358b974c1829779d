-- Conversations that go on in another one, and what moved, so that it can be taken back.
CREATE TABLE "conversation_merges" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kept_id" uuid NOT NULL,
	"merged_id" uuid NOT NULL,
	"agent_id" uuid NOT NULL,
	"seq" bigint NOT NULL,
	"thread_ids" uuid[] NOT NULL,
	"tag_ids" uuid[] NOT NULL,
	"before" jsonb NOT NULL,
	"after" jsonb NOT NULL,
	"merged" jsonb NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"undone_at" timestamp with time zone,
	CONSTRAINT "conversation_merges_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "merged_into" uuid;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "merged_ids" uuid[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "conversation_merges" ADD CONSTRAINT "conversation_merges_kept_fk" FOREIGN KEY ("workspace_id","kept_id") REFERENCES "public"."conversations"("workspace_id","id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conversation_merges" ADD CONSTRAINT "conversation_merges_merged_fk" FOREIGN KEY ("workspace_id","merged_id") REFERENCES "public"."conversations"("workspace_id","id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conversation_merges" ADD CONSTRAINT "conversation_merges_agent_fk" FOREIGN KEY ("workspace_id","agent_id") REFERENCES "public"."agents"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint

-- As the other tables keep workspaces apart (0001).
ALTER TABLE conversation_merges ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE conversation_merges FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY one_workspace ON conversation_merges
  USING (workspace_id = current_workspace()) WITH CHECK (workspace_id = current_workspace());
