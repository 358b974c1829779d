/** What stands open at this moment, read when a scraper asks. */
import { Gauge, type Registry } from 'prom-client';
import { countPaused } from '../deliveries/circuits.ts';
import { outstanding } from '../deliveries/outstanding.ts';
import type { Store } from './door.ts';

/** What other rooms say of themselves. */
export type Readings = {
  sockets(): { agents: number; visitors: number; bufferedBytes: number };
  /** Requests of channels that wait to be stored, and those in the longest lane. */
  ingress(): { waiting: number; longestLane: number };
};

export type Gauged = { store: Store; readings: Readings };

export function addGauges(registry: Registry, { store, readings }: Gauged): void {
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name: `interline_${name}`,
      help,
      registers: [registry],
      collect() {
        this.set(read());
      },
    });
  gauge('socket_buffered_bytes', 'Told to screens and not yet read by them', () => {
    return readings.sockets().bufferedBytes;
  });
  gauge('ingress_waiting', 'Requests of channels that wait to be stored', () => {
    return readings.ingress().waiting;
  });
  gauge('ingress_longest_lane', 'Of these, those that wait in the longest lane', () => {
    return readings.ingress().longestLane;
  });
  gauge('database_connections', 'Open connections to the database', () => {
    return store.database.use().connections;
  });
  gauge('database_transactions', 'Transactions under way or waiting for a connection', () => {
    return store.database.use().transactions;
  });
  new Gauge({
    name: 'interline_channels_paused',
    help: 'Channels that send nothing for a while because their platform fails',
    registers: [registry],
    async collect() {
      this.set(await countPaused(store).catch(() => Number.NaN));
    },
  });
  addSockets(registry, readings);
  addJobs(registry, store);
}

function addSockets(registry: Registry, readings: Readings): void {
  new Gauge({
    name: 'interline_sockets',
    help: 'Open live connections',
    labelNames: ['namespace'],
    registers: [registry],
    collect() {
      const { agents, visitors } = readings.sockets();
      this.set({ namespace: 'agent' }, agents);
      this.set({ namespace: 'visitor' }, visitors);
    },
  });
}

/** Of all processes together: whoever is asked reads the same tables. */
function addJobs(registry: Registry, store: Store): void {
  const labelled = { labelNames: ['kind'], registers: [registry] };
  // A database that is away must not hide everything else.
  const due = () => outstanding(store).catch(() => []);
  new Gauge({
    ...labelled,
    name: 'interline_jobs_due',
    help: 'Jobs whose time has come and that nobody has finished, by kind',
    async collect() {
      this.reset();
      for (const { kind, count } of await due()) this.set({ kind }, count);
    },
  });
  new Gauge({
    ...labelled,
    name: 'interline_oldest_job_seconds',
    help: 'How long the oldest due job has been waiting, by kind; deliver: the oldest unsent message',
    async collect() {
      this.reset();
      for (const { kind, oldestSeconds } of await due()) this.set({ kind }, oldestSeconds);
    },
  });
}
