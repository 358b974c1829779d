CREATE TABLE "conversation_counts" (
	"workspace_id" uuid NOT NULL,
	"status" text NOT NULL,
	"channel_id" uuid NOT NULL,
	"answered" boolean NOT NULL,
	"assignee_id" uuid,
	"heard" boolean NOT NULL,
	"amount" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "read_counts" (
	"workspace_id" uuid NOT NULL,
	"agent_id" uuid NOT NULL,
	"status" text NOT NULL,
	"channel_id" uuid NOT NULL,
	"answered" boolean NOT NULL,
	"whose" text NOT NULL,
	"amount" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "contact_words" (
	"workspace_id" uuid NOT NULL,
	"word" text COLLATE "C" NOT NULL,
	"contact_id" uuid NOT NULL,
	CONSTRAINT "contact_words_workspace_id_word_contact_id_pk" PRIMARY KEY("workspace_id","word","contact_id")
);
--> statement-breakpoint
CREATE TABLE "message_words" (
	"workspace_id" uuid NOT NULL,
	"message_id" uuid NOT NULL,
	"words" "tsvector" NOT NULL,
	CONSTRAINT "message_words_workspace_id_message_id_pk" PRIMARY KEY("workspace_id","message_id")
);
--> statement-breakpoint
CREATE TABLE "search_progress" (
	"workspace_id" uuid PRIMARY KEY NOT NULL,
	"reached" "xid8" NOT NULL,
	"history" uuid
);
--> statement-breakpoint
DROP INDEX "conversations_open";--> statement-breakpoint
ALTER TABLE "contact_words" ADD CONSTRAINT "contact_words_contact_fk" FOREIGN KEY ("workspace_id","contact_id") REFERENCES "public"."contacts"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_words" ADD CONSTRAINT "message_words_message_fk" FOREIGN KEY ("workspace_id","message_id") REFERENCES "public"."messages"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "search_progress" ADD CONSTRAINT "search_progress_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "conversation_counts_workspace" ON "conversation_counts" USING btree ("workspace_id");--> statement-breakpoint
CREATE INDEX "read_counts_agent" ON "read_counts" USING btree ("workspace_id","agent_id");--> statement-breakpoint
CREATE INDEX "contact_words_contact" ON "contact_words" USING btree ("workspace_id","contact_id");--> statement-breakpoint
CREATE INDEX "message_words_words" ON "message_words" USING gin ("words") WITH (gin_pending_list_limit=1024);--> statement-breakpoint
CREATE INDEX "read_markers_conversation" ON "read_markers" USING btree ("workspace_id","conversation_id");