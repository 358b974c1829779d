-- Conversations that were begun in the midst of another, and what that changed, so that it can be taken back.
CREATE TABLE "conversation_splits" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"from_id" uuid NOT NULL,
	"into_id" uuid NOT NULL,
	"agent_id" uuid NOT NULL,
	"thread_id" uuid NOT NULL,
	"since_seq" bigint NOT NULL,
	"seq" bigint NOT NULL,
	"before" jsonb NOT NULL,
	"after" jsonb NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"undone_at" timestamp with time zone,
	CONSTRAINT "conversation_splits_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "conversation_splits" ADD CONSTRAINT "conversation_splits_from_fk" FOREIGN KEY ("workspace_id","from_id") REFERENCES "public"."conversations"("workspace_id","id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conversation_splits" ADD CONSTRAINT "conversation_splits_into_fk" FOREIGN KEY ("workspace_id","into_id") REFERENCES "public"."conversations"("workspace_id","id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conversation_splits" ADD CONSTRAINT "conversation_splits_agent_fk" FOREIGN KEY ("workspace_id","agent_id") REFERENCES "public"."agents"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "conversation_splits_into" ON "conversation_splits" USING btree ("workspace_id","into_id");--> statement-breakpoint

-- As the other tables keep workspaces apart (0001).
ALTER TABLE conversation_splits ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE conversation_splits FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY one_workspace ON conversation_splits
  USING (workspace_id = current_workspace()) WITH CHECK (workspace_id = current_workspace());
