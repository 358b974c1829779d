/** Requests of a demo's own: what pretended platforms hand in. No door of ours takes such a method from the network. */
import type { AdapterRequest } from '../../adapters/adapter.ts';
import type { AttachmentReference, InboundEvent } from '../../adapters/message.ts';

const METHOD = 'DEMO';

/** A file lies in the request as text, as JSON knows no bytes. */
type Written = { base64: string };

/** Events as a request, kept raw like every other. */
export function playedRequest(events: readonly InboundEvent[]): AdapterRequest {
  const text = JSON.stringify(events, (_key, value: unknown) =>
    value instanceof Uint8Array ? { base64: Buffer.from(value).toString('base64') } : value,
  );
  const headers = { 'content-type': 'application/json' };
  return { method: METHOD, url: '/', headers, body: new TextEncoder().encode(text) };
}

export const isPlayed = ({ method }: AdapterRequest): boolean => method === METHOD;

/** The events of a request that `playedRequest` made. */
export function readPlayed({ body }: AdapterRequest): InboundEvent[] {
  const events: InboundEvent[] = JSON.parse(new TextDecoder().decode(body));
  return events.map((event) =>
    event.type === 'message' && event.attachments
      ? { ...event, attachments: event.attachments.map(withBytes) }
      : event,
  );
}

function withBytes(file: AttachmentReference): AttachmentReference {
  if (!('content' in file.source)) return file;
  const { base64 } = file.source.content as unknown as Written;
  return { ...file, source: { content: Buffer.from(base64, 'base64') } };
}
