ALTER TABLE "channels" ADD COLUMN "auto_reply_when" text DEFAULT 'always' NOT NULL;--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "hours" jsonb;