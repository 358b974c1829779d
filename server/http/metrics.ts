/** How it fares, for Prometheus. */
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { countPaused } from '../deliveries/circuits.ts';
import { backlog } from '../deliveries/jobs.ts';
import { networkOf } from '../events/limits.ts';
import { Refusal } from '../wire/problems.ts';
import type { App, Store } from './door.ts';

/** Counts every request of the app; to be hung in before its routes. */
export function addMetrics(app: App, store: Store): void {
  const registry = measure(app, store);
  app.get('/metrics', { schema: { hide: true }, logLevel: 'silent' }, async (request, reply) => {
    // Private by default: only this machine may look. Elsewhere a proxy has to be told to let a scraper in.
    const forwarded = request.headers['x-forwarded-for'] !== undefined;
    if (forwarded || networkOf(request.socket.remoteAddress ?? '') !== null) {
      throw new Refusal('not_found', 'There is nothing at this address.');
    }
    return reply.type(registry.contentType).send(await registry.metrics());
  });
}

function measure(app: App, store: Store): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
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
  new Gauge({
    name: 'interline_jobs_due',
    help: 'Jobs whose time has come and that nobody has finished',
    registers: [registry],
    async collect() {
      this.set((await backlog(store)).count);
    },
  });
  new Gauge({
    name: 'interline_oldest_job_seconds',
    help: 'How long the oldest due job has been waiting',
    registers: [registry],
    async collect() {
      this.set((await backlog(store)).oldestSeconds);
    },
  });
  new Gauge({
    name: 'interline_channels_paused',
    help: 'Channels that send nothing for a while because their platform fails',
    registers: [registry],
    async collect() {
      this.set(await countPaused(store));
    },
  });
  return registry;
}
