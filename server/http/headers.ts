/** Headers that every answer carries, errors included (trust rule A16). Pages with a policy of their own set it themselves. */
import type { FastifyReply } from 'fastify';
import type { App } from './door.ts';

const PAGE_POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  // What one has just recorded, to be heard before it is sent.
  "media-src 'self' blob:",
  "connect-src 'self' ws: wss:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

export function addSecurityHeaders(app: App, settings: { secure: boolean }): void {
  app.addHook('onSend', async (_request, reply) => guard(reply, settings));
}

/** The headers alone, for answers that no hook sees. */
export function guard(reply: FastifyReply, { secure }: { secure: boolean }): void {
  if (!reply.hasHeader('content-security-policy')) {
    reply.header('content-security-policy', PAGE_POLICY);
  }
  reply.header('x-content-type-options', 'nosniff');
  if (!reply.hasHeader('referrer-policy')) reply.header('referrer-policy', 'same-origin');
  if (!reply.hasHeader('cross-origin-resource-policy')) {
    reply.header('cross-origin-resource-policy', 'same-origin');
  }
  if (secure) reply.header('strict-transport-security', 'max-age=31536000');
}
