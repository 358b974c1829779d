/** How it fares, for Prometheus. */
import ipaddr from 'ipaddr.js';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import { networkOf } from '../events/limits.ts';
import { figures } from '../telemetry/figures.ts';
import { Refusal } from '../wire/problems.ts';
import type { App } from './door.ts';
import { addGauges, type Gauged } from './gauges.ts';

/** Counts every request of the app; to be hung in before its routes. @param scrapers networks that may look, too */
export function addMetrics(app: App, hub: Gauged & { scrapers: string[] }): void {
  const own = new Registry();
  collectDefaultMetrics({ register: own });
  timeRequests(app, own);
  addGauges(own, hub);
  const registry = Registry.merge([own, figures]);
  app.get('/metrics', { schema: { hide: true }, logLevel: 'silent' }, async (request, reply) => {
    // Private by default: this machine alone may look, and nobody through a proxy.
    const forwarded = request.headers['x-forwarded-for'] !== undefined;
    const address = request.socket.remoteAddress ?? '';
    if (forwarded || !(networkOf(address) === null || isWithin(address, hub.scrapers))) {
      throw new Refusal('not_found', 'There is nothing at this address.');
    }
    return reply.type(registry.contentType).send(await registry.metrics());
  });
}

function isWithin(address: string, networks: string[]): boolean {
  const one = ipaddr.process(address);
  return networks.some((network) => {
    if (!network.includes('/')) return ipaddr.process(network).toString() === one.toString();
    const range = ipaddr.parseCIDR(network);
    return range[0].kind() === one.kind() && one.match(range);
  });
}

function timeRequests(app: App, registry: Registry): void {
  const duration = new Histogram({
    name: 'interline_http_seconds',
    help: 'Time to answer, by route and status',
    labelNames: ['route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 1, 5],
    registers: [registry],
  });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown';
    duration.observe({ route, status: reply.statusCode }, reply.elapsedTime / 1000);
  });
}
