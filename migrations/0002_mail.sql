CREATE TABLE "arrivals" (
	"workspace_id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"external_id" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "arrivals_workspace_id_channel_id_external_id_pk" PRIMARY KEY("workspace_id","channel_id","external_id")
);
--> statement-breakpoint
CREATE TABLE "consents" (
	"workspace_id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"scope" text NOT NULL,
	"value" text NOT NULL,
	"allowed" boolean NOT NULL,
	"reason" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "consents_workspace_id_channel_id_kind_scope_value_pk" PRIMARY KEY("workspace_id","channel_id","kind","scope","value")
);
--> statement-breakpoint
CREATE TABLE "participants" (
	"workspace_id" uuid NOT NULL,
	"thread_id" uuid NOT NULL,
	"address" text NOT NULL,
	CONSTRAINT "participants_workspace_id_thread_id_address_pk" PRIMARY KEY("workspace_id","thread_id","address")
);
--> statement-breakpoint
CREATE TABLE "message_references" (
	"workspace_id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"reference" text NOT NULL,
	"message_id" uuid NOT NULL,
	CONSTRAINT "message_references_pk" PRIMARY KEY("workspace_id","reference","channel_id","message_id")
);
--> statement-breakpoint
CREATE TABLE "listeners" (
	"channel_id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"holder" uuid,
	"leased_until" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "bookmark" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "fetched_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "fetching_problem" text;--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "fetching_problem_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "auto_reply" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "threads" ADD COLUMN "side" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "attachments" ADD COLUMN "content_id" text;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "quoted" text;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "html" text;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "subject" text;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "addressing" jsonb;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "recipients" jsonb;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "refused" jsonb;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "answers_id" uuid;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "passes_on" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "automatic" text;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "doubt" text;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "forwarded_from" jsonb;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "ingress_id" uuid;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "due_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "unless_answered" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "directory" ADD COLUMN "subject_id" uuid;--> statement-breakpoint
ALTER TABLE "arrivals" ADD CONSTRAINT "arrivals_channel_fk" FOREIGN KEY ("workspace_id","channel_id") REFERENCES "public"."channels"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_channel_fk" FOREIGN KEY ("workspace_id","channel_id") REFERENCES "public"."channels"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "participants" ADD CONSTRAINT "participants_thread_fk" FOREIGN KEY ("workspace_id","thread_id") REFERENCES "public"."threads"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_references" ADD CONSTRAINT "message_references_message_fk" FOREIGN KEY ("workspace_id","message_id") REFERENCES "public"."messages"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "listeners" ADD CONSTRAINT "listeners_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "message_references_message" ON "message_references" USING btree ("workspace_id","message_id");--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_ingress_fk" FOREIGN KEY ("workspace_id","ingress_id") REFERENCES "public"."ingress"("workspace_id","id") ON DELETE restrict ON UPDATE no action;