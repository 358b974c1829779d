export type Settings = Readonly<Record<string, string>>;

// A small server for one application on the same machine: few processes, little memory, every
// commit durable.
const DEFAULTS: Settings = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  max_connections: '50',

  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  wal_level: 'minimal', // no replicas; backups read tables, not files
  max_wal_senders: '0',
  max_replication_slots: '0',
  max_wal_size: '512MB', // bounds how long recovery takes after a crash

  shared_buffers: '32MB',
  maintenance_work_mem: '32MB',
  effective_cache_size: '256MB',
  random_page_cost: '1.1',
  huge_pages: 'off',
  jit: 'off',

  io_method: 'sync', // otherwise three I/O worker processes
  autovacuum_max_workers: '1',
  autovacuum_worker_slots: '1',
  max_worker_processes: '0',
  max_logical_replication_workers: '0',
  max_parallel_workers: '0',
  max_parallel_workers_per_gather: '0',
  max_parallel_maintenance_workers: '0',

  idle_in_transaction_session_timeout: '30s',
  timezone: 'UTC',
  log_timezone: 'UTC',

  // Statements carry people's messages, so the log tells of the server only: a statement's error
  // reaches the application, which decides what of it may be written down.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_checkpoints: 'off',
  logging_collector: 'off',
};

/** The server's command-line settings: the defaults, changed by `overrides`. */
export function settingArguments(overrides: Settings): string[] {
  const settings = { ...DEFAULTS, ...overrides };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
