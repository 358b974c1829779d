ALTER TABLE "channels" ADD COLUMN "rates" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "intake" jsonb;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "rating" smallint;