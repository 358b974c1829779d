-- What an agent has read may be asked for by when it changed, as events are.
ALTER TABLE "read_markers" ADD COLUMN "xid" "xid8" DEFAULT pg_current_xact_id() NOT NULL;--> statement-breakpoint
CREATE INDEX "read_markers_xid" ON "read_markers" USING btree ("workspace_id","agent_id","xid");--> statement-breakpoint

-- Whoever moves a marker.
CREATE FUNCTION note_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.xid := pg_current_xact_id();
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE TRIGGER note_moved BEFORE UPDATE ON read_markers FOR EACH ROW EXECUTE FUNCTION note_moved();
