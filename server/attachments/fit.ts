/** Before the start: whether files can be read and written as it is configured. */
import { eq } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { storedFiles } from '../database/schema/files.ts';
import { faultOf } from './depots/s3-settings.ts';
import type { Fault, FileSettings } from './depots/settings.ts';

/** @returns null when they can */
export const unfitness = (database: Database, { s3 }: FileSettings): Promise<Fault | null> =>
  s3 ? faultOf(s3) : lossWithout(database);

async function lossWithout({ outside }: Database): Promise<Fault | null> {
  const [lost] = await outside
    .select({ digest: storedFiles.digest })
    .from(storedFiles)
    .where(eq(storedFiles.depot, 's3'))
    .limit(1);
  if (!lost) return null;
  const line =
    'S3_BUCKET is not set, and there are files in it: set it, with FILE_STORE=disk where new ones are to lie on disk.';
  return { kind: 'wrong', line };
}
