/** The platform behind an echo channel: signs what it posts, as a real one would. */
import { createHmac } from 'node:crypto';
import type { TestHub } from './hub.ts';
import type { Answer } from './people.ts';

export type EchoAnswer = { messages: number; ignored: number; quarantined: number };

/** The signature of a body under a channel's secret. */
export const signed = (secret: string, body: string | Buffer): string =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

/** Posts a body to a channel's webhook, signed with `secret`. */
export async function postEcho(
  hub: TestHub,
  channelId: string,
  secret: string,
  content: object | string | Buffer,
): Promise<Answer<EchoAnswer & { code?: string }>> {
  const isRaw = typeof content === 'string' || Buffer.isBuffer(content);
  const body = isRaw ? content : JSON.stringify(content);
  return deliverEcho(hub, channelId, body, { 'x-echo-signature': signed(secret, body) });
}

/** Posts a body with whatever headers. */
export async function deliverEcho(
  hub: TestHub,
  channelId: string,
  payload: string | Buffer,
  headers: Record<string, string | string[]>,
): Promise<Answer<EchoAnswer & { code?: string }>> {
  const response = await hub.app.inject({
    method: 'POST',
    url: `/channels/${channelId}/webhook`,
    headers: { 'content-type': 'application/json', ...headers },
    payload,
  });
  return { status: response.statusCode, body: response.json(), headers: response.headers };
}
