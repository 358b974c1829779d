/**
 * Signature Version 4 as Amazon has published it, computed anew from the request as it arrived.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
import { createHash, createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { S3Fault } from './fault.ts';

export type Keys = { accessKeyId: string; secretAccessKey: string; region: string };

const SKEW_MS = 15 * 60_000;
const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$/;

/** @returns the SHA-256 that the body is said to have @throws S3Fault where the signature does not hold */
export function checkSignature(request: IncomingMessage, keys: Keys): string {
  const header = request.headers.authorization;
  if (!header) throw new S3Fault(403, 'AccessDenied');
  const [, id, day, region, names, signature] = AUTHORIZATION.exec(header) ?? [];
  if (!names || !day) throw new S3Fault(400, 'AuthorizationHeaderMalformed');
  if (id !== keys.accessKeyId) throw new S3Fault(403, 'InvalidAccessKeyId');
  if (region !== keys.region) throw new S3Fault(400, 'AuthorizationHeaderMalformed');
  const date = String(request.headers['x-amz-date']);
  checkDate(date, day);
  const signed = names.split(';');
  checkSignedHeaders(request, signed);
  const sha256 = String(request.headers['x-amz-content-sha256']);
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new S3Fault(400, 'InvalidArgument');
  const scope = `${day}/${keys.region}/s3/aws4_request`;
  const canonical = hash(canonicalRequest(request, signed, sha256));
  const text = ['AWS4-HMAC-SHA256', date, scope, canonical].join('\n');
  if (hmac(signingKey(keys, day), text).toString('hex') !== signature) {
    throw new S3Fault(403, 'SignatureDoesNotMatch');
  }
  return sha256;
}

function checkDate(date: string, day: string): void {
  const [, year, month, dayOfMonth, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date) ?? [];
  const at = Date.parse(`${year}-${month}-${dayOfMonth}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(at) || !date.startsWith(day)) throw new S3Fault(403, 'AccessDenied');
  if (Math.abs(at - Date.now()) > SKEW_MS) throw new S3Fault(403, 'RequestTimeTooSkewed');
}

/** The host, and all that is Amazon's own: what is not signed could be changed on the way. */
function checkSignedHeaders(request: IncomingMessage, signed: string[]): void {
  const needed = Object.keys(request.headers).filter((name) => name.startsWith('x-amz-'));
  const inOrder = [...signed].sort().join() === signed.join();
  if (!inOrder || ['host', ...needed].some((name) => !signed.includes(name))) {
    throw new S3Fault(403, 'AccessDenied');
  }
}

function canonicalRequest(request: IncomingMessage, signed: string[], sha256: string): string {
  const url = new URL(request.url ?? '', 'http://host');
  const query = [...url.searchParams]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&');
  const headers = signed.map((name) => `${name}:${textOf(request, name)}\n`).join('');
  const path = decodeURIComponent(url.pathname).split('/').map(encode).join('/');
  return [request.method, path, query, headers, signed.join(';'), sha256].join('\n');
}

const textOf = (request: IncomingMessage, name: string): string =>
  String(request.headers[name] ?? '')
    .trim()
    .replaceAll(/\s+/g, ' ');

const encode = (text: string): string =>
  encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );

function signingKey({ secretAccessKey, region }: Keys, day: string): Buffer {
  const steps = [day, region, 's3', 'aws4_request'];
  return steps.reduce<Buffer>(hmac, Buffer.from(`AWS4${secretAccessKey}`));
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
