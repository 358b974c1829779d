/** Where files are to lie, as the operator wants it. */
import type { DepotName } from './depot.ts';

/** New files lie at `home`; with `s3` those that lie there can be read, whichever is home. */
export type FileSettings = { home: DepotName; s3: S3Settings | null };

export type S3Settings = {
  /** Origin of the service, without the bucket. */
  endpoint: string;
  bucket: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
  /** The bucket stands in the path, not in the host's name. */
  pathStyle: boolean;
};

/**
 * What is the matter with them, in one line for the operator. `wrong`: it will not get better by itself. `silent`: a
 * store that is away for a while is no reason not to start.
 */
export type Fault = { kind: 'wrong' | 'silent'; line: string };
