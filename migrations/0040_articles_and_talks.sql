ALTER TABLE "channels" ADD COLUMN "articles" jsonb;--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "several" boolean DEFAULT false NOT NULL;