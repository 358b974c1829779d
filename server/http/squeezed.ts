/** Bodies that stay the same for as long as the process runs: compressed once, sent as the browser takes them (RFC 9110 §12.5.3). */
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Sends `body` on a reply that is otherwise complete. */
export function squeeze(body: Buffer) {
  const forms: Readonly<Record<string, Buffer>> = {
    br: brotliCompressSync(body),
    gzip: gzipSync(body, { level: 9 }),
  };
  return (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const taken = takes(request.headers['accept-encoding']);
    const coding = Object.keys(forms).find((name) => taken.includes(name));
    reply.header('vary', 'accept-encoding');
    return coding ? reply.header('content-encoding', coding).send(forms[coding]) : reply.send(body);
  };
}

/** The codings a browser takes; one it gives no weight to is refused. */
const takes = (header: string | string[] | undefined): string[] =>
  String(header ?? '')
    .split(',')
    .filter((entry) => !/;\s*q=0(\.0*)?\s*$/.test(entry))
    .map((entry) => entry.split(';', 1).join('').trim().toLowerCase());
