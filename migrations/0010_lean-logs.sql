ALTER TABLE "arrivals" DROP CONSTRAINT "arrivals_channel_fk";
--> statement-breakpoint
ALTER TABLE "ingress" DROP CONSTRAINT "ingress_channel_fk";
--> statement-breakpoint
ALTER TABLE "events" DROP CONSTRAINT "events_conversation_fk";
--> statement-breakpoint
ALTER TABLE "messages" DROP CONSTRAINT "messages_ingress_fk";

--> statement-breakpoint
-- Rows that change with every message find room beside themselves, and no index has to be told.
ALTER TABLE "conversations" SET (fillfactor = 80);
--> statement-breakpoint
ALTER TABLE "threads" SET (fillfactor = 80);
