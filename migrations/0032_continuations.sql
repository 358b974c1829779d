-- Where unread answers follow those who have left their line, and how far they have.
CREATE TABLE "continuations" (
	"workspace_id" uuid NOT NULL,
	"thread_id" uuid NOT NULL,
	"address" text NOT NULL,
	"vouched" boolean NOT NULL,
	"locale" text NOT NULL,
	"since_seq" bigint NOT NULL,
	"sent_seq" bigint DEFAULT 0 NOT NULL,
	"sent_at" timestamp with time zone,
	"due_at" timestamp with time zone,
	"here_at" timestamp with time zone,
	"carrier_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "continuations_workspace_id_thread_id_pk" PRIMARY KEY("workspace_id","thread_id")
);
--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "continues" jsonb;--> statement-breakpoint
ALTER TABLE "continuations" ADD CONSTRAINT "continuations_thread_fk" FOREIGN KEY ("workspace_id","thread_id") REFERENCES "public"."threads"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "continuations" ADD CONSTRAINT "continuations_carrier_fk" FOREIGN KEY ("workspace_id","carrier_id") REFERENCES "public"."threads"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "continuations_due" ON "continuations" USING btree ("workspace_id","due_at") WHERE due_at is not null;--> statement-breakpoint
CREATE INDEX "continuations_address" ON "continuations" USING btree ("workspace_id","address");--> statement-breakpoint
CREATE INDEX "continuations_carrier" ON "continuations" USING btree ("workspace_id","carrier_id");--> statement-breakpoint

-- As the other tables keep workspaces apart (0001).
ALTER TABLE continuations ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE continuations FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY one_workspace ON continuations
  USING (workspace_id = current_workspace()) WITH CHECK (workspace_id = current_workspace());
