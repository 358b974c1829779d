-- A change of what one said, on its way to the platform.
ALTER TABLE "messages" ADD COLUMN "revision" jsonb;
