// A process that starts the embedded database and holds it, for tests that kill it. It prints one
// line: `ready <socket path>` or the one-line reason why it could not.
import { startEmbeddedPostgres } from '../../server/database/embedded/embedded-postgres.ts';

const [dataDir = '', settings = '{}'] = process.argv.slice(2);

try {
  const postgres = await startEmbeddedPostgres(dataDir, { settings: JSON.parse(settings) });
  process.on('SIGINT', () => undefined); // an app that still drains
  process.once('SIGTERM', () => void postgres.stop().then(() => process.exit(0)));
  setInterval(() => undefined, 60_000);
  process.stdout.write(`ready ${postgres.socketPath}\n`);
} catch (error) {
  process.stdout.write(`${error instanceof Error ? `${error.name}: ${error.message}` : error}\n`);
  process.exitCode = 1;
}
