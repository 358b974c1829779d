ALTER TABLE "consents" ADD COLUMN "about" text DEFAULT 'everything' NOT NULL;--> statement-breakpoint
ALTER TABLE "consents" DROP CONSTRAINT "consents_workspace_id_channel_id_kind_scope_value_pk";--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_workspace_id_channel_id_kind_scope_value_about_pk" PRIMARY KEY("workspace_id","channel_id","kind","scope","value","about");
