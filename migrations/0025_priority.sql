-- How pressing a conversation is. Those that stand out are few: only they are in the index.
ALTER TABLE "conversations" ADD COLUMN "priority" text DEFAULT 'normal' NOT NULL;--> statement-breakpoint
CREATE INDEX "conversations_priority" ON "conversations" USING btree ("workspace_id","priority") WHERE priority <> 'normal';
