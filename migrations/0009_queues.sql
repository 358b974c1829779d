CREATE TABLE "circuits" (
	"channel_id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"pauses" integer DEFAULT 0 NOT NULL,
	"paused_until" timestamp with time zone
);
--> statement-breakpoint
DROP INDEX "jobs_due";--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "discarded_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "jobs" ADD COLUMN "queue" uuid DEFAULT '00000000-0000-0000-0000-000000000000' NOT NULL;--> statement-breakpoint
ALTER TABLE "jobs" ADD COLUMN "bulk" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "circuits" ADD CONSTRAINT "circuits_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "ingress_quarantined" ON "ingress" USING btree ("workspace_id","received_at","id") WHERE state = 'quarantined';--> statement-breakpoint
CREATE INDEX "deliveries_dead" ON "deliveries" USING btree ("workspace_id","updated_at","id") WHERE state in ('failed', 'unknown') and discarded_at is null;--> statement-breakpoint
CREATE INDEX "jobs_turn" ON "jobs" USING btree ("bulk","workspace_id","queue","due_at","id");