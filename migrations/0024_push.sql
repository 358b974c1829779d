CREATE TABLE "devices" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"token_hash" text NOT NULL,
	"name" text NOT NULL,
	"endpoint" text NOT NULL,
	"p256dh" text NOT NULL,
	"auth" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"pushed_at" timestamp with time zone,
	"problem" integer,
	CONSTRAINT "devices_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "devices_session" UNIQUE("workspace_id","token_hash"),
	CONSTRAINT "devices_endpoint" UNIQUE("workspace_id","endpoint")
);
--> statement-breakpoint
CREATE TABLE "notices" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"device_id" uuid NOT NULL,
	"conversation_id" uuid NOT NULL,
	"seq" bigint NOT NULL,
	"kind" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "notices_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "notices_about" UNIQUE("workspace_id","device_id","conversation_id")
);
--> statement-breakpoint
CREATE TABLE "push_keys" (
	"workspace_id" uuid PRIMARY KEY NOT NULL,
	"public_key" text NOT NULL,
	"sealed" "bytea" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "devices" ADD CONSTRAINT "devices_session_fk" FOREIGN KEY ("workspace_id","token_hash") REFERENCES "public"."sessions"("workspace_id","token_hash") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_device_fk" FOREIGN KEY ("workspace_id","device_id") REFERENCES "public"."devices"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_conversation_fk" FOREIGN KEY ("workspace_id","conversation_id") REFERENCES "public"."conversations"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "push_keys" ADD CONSTRAINT "push_keys_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "notices_conversation" ON "notices" USING btree ("workspace_id","conversation_id");--> statement-breakpoint

-- As the other tables keep workspaces apart (0001).
ALTER TABLE devices ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE devices FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY one_workspace ON devices
  USING (workspace_id = current_workspace()) WITH CHECK (workspace_id = current_workspace());--> statement-breakpoint
ALTER TABLE notices ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE notices FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY one_workspace ON notices
  USING (workspace_id = current_workspace()) WITH CHECK (workspace_id = current_workspace());--> statement-breakpoint
ALTER TABLE push_keys ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE push_keys FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY one_workspace ON push_keys
  USING (workspace_id = current_workspace()) WITH CHECK (workspace_id = current_workspace());
