/** Whether the bucket can be used as it is configured: asked once, at the start. */
import { S3Error, S3Requests, S3SilentError } from './s3-requests.ts';
import type { Fault, S3Settings } from './settings.ts';

/** @returns null when the bucket answers as it should */
export async function faultOf(settings: S3Settings): Promise<Fault | null> {
  const query = { 'list-type': '2', 'max-keys': '1' };
  try {
    await (await new S3Requests(settings).ask({ method: 'GET', query })).body.dump();
    return null;
  } catch (error) {
    if (error instanceof S3SilentError) return silenceOf(error.message);
    if (!(error instanceof S3Error)) throw error;
    const { status, code } = error;
    const line = NO[code] ?? `S3_ENDPOINT refuses us (${status} ${code}).`;
    return { kind: status >= 500 ? 'silent' : 'wrong', line };
  }
}

function silenceOf(reason: string): Fault {
  if (reason === 'ENOTFOUND') {
    return { kind: 'wrong', line: 'S3_ENDPOINT names a host that does not exist.' };
  }
  return { kind: 'silent', line: `S3_ENDPOINT cannot be reached (${reason}).` };
}

const WRONG_KEY = 'S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY are no pair that S3_ENDPOINT knows.';
const WRONG_REGION = 'S3_REGION is not the region of S3_BUCKET.';
/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
const NO: Record<string, string> = {
  NoSuchBucket: 'S3_BUCKET is not there; make it first.',
  InvalidBucketName: 'S3_BUCKET is no name of a bucket.',
  InvalidAccessKeyId: WRONG_KEY,
  SignatureDoesNotMatch: WRONG_KEY,
  AccessDenied:
    'S3_ACCESS_KEY_ID may not list S3_BUCKET; it needs to list, read, write and delete.',
  AuthorizationHeaderMalformed: WRONG_REGION,
  PermanentRedirect: WRONG_REGION,
  RequestTimeTooSkewed: 'S3_ENDPOINT says that the clock of this machine is wrong.',
};
