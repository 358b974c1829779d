/**
 * Standard Webhooks, version 1.0.0: HMAC-SHA256 over `id.timestamp.body`, in a list of signatures, so
 * that a secret can be replaced while both are in use.
 */
import { createHmac } from 'node:crypto';
import type { AdapterRequest, Settings } from '../adapter.ts';
import { sameText } from '../signature.ts';

/** How far the other clock may be off, or a request be delayed. */
const TOLERANCE_SECONDS = 5 * 60;

/** A rotation takes two; more is somebody trying his luck. */
const MOST_SIGNATURES = 10;

/** Anything else in the list makes all of it doubtful. */
const SIGNATURE = /^v\d+[a-z]?,[A-Za-z0-9+/]+={0,2}$/;

export function verify(request: AdapterRequest, settings: Settings, now: Date): boolean {
  const { 'webhook-id': id = '', 'webhook-timestamp': timestamp = '' } = request.headers;
  // A full stop in one of them could pass for the one between them.
  if (!/^[^.\s]{1,200}$/.test(id) || !/^\d{1,12}$/.test(timestamp)) return false;
  const age = Math.abs(now.getTime() / 1000 - Number(timestamp));
  const given = (request.headers['webhook-signature'] ?? '').split(' ');
  const wellFormed = given.length <= MOST_SIGNATURES && given.every((one) => SIGNATURE.test(one));
  if (age > TOLERANCE_SECONDS || !wellFormed) return false;
  const good = signatures({ id, timestamp, body: request.body }, settings);
  return good.some((expected) => given.some((one) => sameText(one, expected)));
}

type Signed = { id: string; timestamp: string; body: string | Uint8Array };

/** The headers of a request of ours. */
export function signedHeaders(
  { id, body, at }: { id: string; body: string; at: Date },
  settings: Settings,
): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures({ id, timestamp, body }, settings).join(' '),
  };
}

/** One for each secret; none without a secret. */
function signatures({ id, timestamp, body }: Signed, settings: Settings): string[] {
  const keys = [settings['secret'], settings['previousSecret']].map(keyOf);
  return keys
    .filter((key) => key.length > 0)
    .map((key) => createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body))
    .map((hmac) => `v1,${hmac.digest('base64')}`);
}

/** `whsec_` says that the rest is base64; any other text is the key itself, byte for byte. */
function keyOf(secret = ''): Buffer {
  const encoded = /^whsec_(.*)$/.exec(secret)?.[1];
  return encoded === undefined ? Buffer.from(secret) : Buffer.from(encoded, 'base64');
}
