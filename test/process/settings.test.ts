/** A setting that would make the start unsafe or impossible stops it, with one line that names the setting. */
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../../server/config.ts';
import {
  freePort,
  makeDataDir,
  removeDataDir,
  type Said,
  type Settings,
  startProgram,
  startServer,
  stop,
} from '../support/server-process.ts';

let dataDir: string;
beforeAll(async () => {
  dataDir = await makeDataDir();
});
afterAll(() => removeDataDir(dataDir));

const startWith = (settings: Settings): Promise<Said> =>
  startProgram({ DATA_DIR: dataDir, PORT: '0', ...settings }).ended;

/** Refused with exactly one line that says all of `words`. */
function expectRefusal(said: Said, ...words: string[]): void {
  expect(said).toMatchObject({ code: 1, out: '' });
  expect(said.err).toMatch(/^[^\n]+\n$/);
  for (const word of words) expect(said.err).toContain(word);
}

const LONG_ENOUGH = 'correct horse battery staple';

const bucket = (more: Settings): Settings => ({
  S3_BUCKET: 'files',
  S3_ACCESS_KEY_ID: 'AKIDEXAMPLEEXAMPLE01',
  S3_SECRET_ACCESS_KEY: 'a secret of some length',
  ...more,
});

const refused: [what: string, settings: Settings, words: string[]][] = [
  ['a PORT that is no number', { PORT: 'http' }, ['PORT', '"http"', '0 to 65535']],
  ['a PORT beyond the last one', { PORT: '65536' }, ['PORT', '"65536"']],
  ['a PORT in a notation of its own', { PORT: '0x50' }, ['PORT', '"0x50"']],
  ['a PUBLIC_URL without http', { PUBLIC_URL: 'chat.example.com' }, ['PUBLIC_URL', 'https://']],
  ['a PUBLIC_URL with a path', { PUBLIC_URL: 'https://example.com/chat' }, ['PUBLIC_URL', 'path']],
  ['a HOST for everyone without PUBLIC_URL', { HOST: '0.0.0.0' }, ['PUBLIC_URL', 'HOST']],
  ['an SMTP_URL of the web', { SMTP_URL: 'https://mail', MAIL_FROM: 'a@b.c' }, ['SMTP_URL']],
  ['an SMTP_URL half written', { SMTP_URL: 'smtp://a:%@b', MAIL_FROM: 'a@b.c' }, ['smtps://']],
  ['an SMTP_URL without MAIL_FROM', { SMTP_URL: 'smtp://mail' }, ['MAIL_FROM', 'SMTP_URL']],
  ['a short SECRET_KEY', { SECRET_KEY: 'abc123' }, ['SECRET_KEY', '32', 'openssl']],
  ['a SECRET_KEY of one letter', { SECRET_KEY: 'k'.repeat(64) }, ['SECRET_KEY']],
  ['a SECRET_KEY that repeats itself', { SECRET_KEY: '12345678'.repeat(4) }, ['SECRET_KEY']],
  ['a SECRET_KEY out of a manual', { SECRET_KEY: `change-me-${'x7q'.repeat(9)}` }, ['SECRET_KEY']],
  ['a DATABASE_URL that is none', { DATABASE_URL: 'interline' }, ['DATABASE_URL', 'postgres://']],
  ['another DATABASE_URL', { DATABASE_URL: 'mysql://localhost/interline' }, ['DATABASE_URL']],
  ['a short ADMIN_PASSWORD', admin('ana@example.com', 'short'), ['ADMIN_PASSWORD', '12 to 256']],
  ['an ADMIN_EMAIL alone', admin('ana@example.com', ''), ['ADMIN_PASSWORD', 'ADMIN_EMAIL']],
  ['an ADMIN_PASSWORD alone', admin('', LONG_ENOUGH), ['ADMIN_EMAIL']],
  ['an ADMIN_EMAIL that is none', admin('ana', LONG_ENOUGH), ['ADMIN_EMAIL']],
  ['a REDIS_URL that is none', { REDIS_URL: 'localhost:6379' }, ['REDIS_URL', 'redis://']],
  ['a REDIS_URL alone', { REDIS_URL: 'redis://localhost' }, ['REDIS_URL', 'DATABASE_URL']],
  ['a ROLE that is none', { ROLE: 'boss' }, ['ROLE', 'all, web, worker']],
  ['a ROLE for a process that is alone', { ROLE: 'worker' }, ['ROLE', 'REDIS_URL']],
  ['a FILE_STORE that is none', { FILE_STORE: 'tape' }, ['FILE_STORE', '"tape"', 'disk or s3']],
  ['a FILE_STORE without its bucket', { FILE_STORE: 's3' }, ['FILE_STORE', 'S3_BUCKET']],
  ['a key without a bucket', { S3_ACCESS_KEY_ID: 'AKID' }, ['S3_ACCESS_KEY_ID', 'S3_BUCKET']],
  ['a bucket without keys', { S3_BUCKET: 'files' }, ['S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY']],
  ['an S3_BUCKET that is none', bucket({ S3_BUCKET: 'My Files' }), ['S3_BUCKET', '"My Files"']],
  [
    'an S3_ENDPOINT with a path',
    bucket({ S3_ENDPOINT: 'https://example.com/files' }),
    ['S3_ENDPOINT', 'without a path'],
  ],
  ['an S3_PATH_STYLE that is none', bucket({ S3_PATH_STYLE: '1' }), ['S3_PATH_STYLE', 'true']],
  ['an unknown LOG_LEVEL', { LOG_LEVEL: 'chatty' }, ['LOG_LEVEL', '"chatty"', 'info']],
  ['METRICS_NETWORKS that are none', { METRICS_NETWORKS: 'prometheus' }, ['METRICS_NETWORKS']],
  ['traces sent nowhere', { OTEL_EXPORTER_OTLP_ENDPOINT: 'localhost:4318' }, ['OTEL_', 'http']],
  [
    'headers of traces that are none',
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost', OTEL_EXPORTER_OTLP_HEADERS: 'key' },
    ['OTEL_EXPORTER_OTLP_HEADERS', 'name=value'],
  ],
  [
    'TRUSTED_PROXIES that are none',
    { TRUSTED_PROXIES: '::1, proxy' },
    ['TRUSTED_PROXIES', 'proxy'],
  ],
];

/** What only shows when the start gets as far as that. */
const refusedLater: typeof refused = [
  ['a DATA_DIR below a file', { DATA_DIR: `${process.execPath}/data` }, ['DATA_DIR']],
  [
    'a HOST that is no address of this machine',
    { HOST: '203.0.113.9', PUBLIC_URL: 'http://chat.example.com' },
    ['HOST', '0.0.0.0'],
  ],
];

const sound: Settings = {
  ...admin('ana@example.com', LONG_ENOUGH),
  HOST: '127.0.0.1',
  PUBLIC_URL: 'https://chat.example.com',
  SECRET_KEY: 'Jm1mOCw8pZqk0uTjZ9xYt2a7vN4rB6sE',
  LOG_LEVEL: 'error',
  TRUSTED_PROXIES: '10.0.0.0/8 ::1',
};

function admin(email: string, password: string): Settings {
  return { ADMIN_EMAIL: email, ADMIN_PASSWORD: password };
}

describe('a setting is refused', () => {
  it('never when it is as it should be', () => {
    expect(readConfig(sound)).toMatchObject({
      logLevel: 'error',
      trustedProxies: ['10.0.0.0/8', '::1'],
      allowedNetworks: [],
      smtpListen: null,
    });
    expect(readConfig({})).toMatchObject({ port: 3000, publicUrl: 'http://localhost:3000' });
  });

  it.each(refused)('when it is %s', (_what, settings, words) => {
    const read = () => readConfig({ ...sound, PUBLIC_URL: '', ...settings });
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(/^[^\n]+$/);
    for (const word of words) expect(read).toThrow(word);
  });

  it('and keeps secrets to itself', () => {
    const read = () => readConfig({ ...admin('ana', 'sesame'), SECRET_KEY: 'sesame' });
    expect(read).toThrow(ConfigError);
    expect(read).not.toThrow('sesame');
  });
});

describe('the start is refused', () => {
  it.each([...refused.slice(0, 1), ...refusedLater])('for %s', async (_what, settings, words) => {
    expectRefusal(await startWith(settings), ...words);
  });

  it('for a PORT that somebody else has', async () => {
    const other = createServer();
    const port = await freePort();
    await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
    expectRefusal(await startWith({ PORT: String(port) }), 'PORT', 'taken');
    await new Promise((resolve) => other.close(resolve));
  });

  it('for a database that does not answer, without repeating its password', async () => {
    const said = await startWith({
      DATABASE_URL: `postgres://interline:sesame@127.0.0.1:${await freePort()}/interline`,
    });
    expectRefusal(said, 'DATABASE_URL', 'ECONNREFUSED');
    expect(said.err).not.toContain('sesame');
  });
});

describe('the start is not refused', () => {
  it('with all of them as they should be', async () => {
    const port = String(await freePort());
    const PUBLIC_URL = `http://127.0.0.1:${port}`;
    const server = await startServer({ ...sound, DATA_DIR: dataDir, PORT: port, PUBLIC_URL });
    expect(server.url).toBe(PUBLIC_URL);
    expect((await fetch(`${server.url}/health/ready`)).status).toBe(200);
    expect(await stop(server)).toMatchObject({ code: 0, err: '' });
  });
});
