/** The only reader of the environment: validated once at start, a bad value stops the start with one clear line. */
import path from 'node:path';
import ipaddr from 'ipaddr.js';
import type { FileSettings, S3Settings } from './attachments/depots/settings.ts';
import { failpoints } from './failpoints.ts';
import type { MailSettings } from './mails/mailer.ts';
import { parseMail } from './mails/settings.ts';
import type { Otlp } from './telemetry/otlp.ts';

export type Config = {
  host: string;
  port: number;
  /** Origin under which browsers reach us, without a trailing slash. Links, cookies and origin checks come from it. */
  publicUrl: string;
  dataDir: string;
  databaseUrl: string | null;
  /** Several processes work as one; null: this one is all there is. */
  cluster: { redisUrl: string; role: Role } | null;
  /** 32 bytes or more, from SECRET_KEY; null: generated into the data folder. */
  secretKey: string | null;
  admin: { email: string; password: string } | null;
  /** Addresses of proxies whose X-Forwarded-For is believed. */
  trustedProxies: string[];
  /** Networks of the operator's own that channels may connect to; the public internet always may be. */
  allowedNetworks: string[];
  /** Networks that may read the metrics, besides this machine. */
  scrapers: string[];
  /** Where mail is taken in by SMTP; null: nowhere. */
  smtpListen: { host: string; port: number } | null;
  /** By which server the installation itself writes to people; null: it does not. */
  mail: MailSettings | null;
  /** For how many days raw requests are kept; 0: for ever. */
  keepRawDays: number;
  /** For crash tests: where this process kills itself; null: nowhere. */
  failpoint: string | null;
  /** Where attachments are kept. */
  files: FileSettings;
  /** Where traces are sent, by OTLP; null: nowhere, and none are made. */
  traces: Otlp | null;
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
};

/** A setting that would make the start unsafe or impossible; the message is one line for the operator. */
export class ConfigError extends Error {}

/** `web` takes in and answers, `worker` does what is due and fetches, `all` does both. */
export type Role = 'all' | 'web' | 'worker';

type Environment = Record<string, string | undefined>;

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);
const ROLES: readonly Role[] = ['all', 'web', 'worker'];
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** @throws ConfigError naming the variable and what it should be. */
export function readConfig(environment: Environment = process.env): Config {
  const host = environment['HOST'] || '127.0.0.1';
  const port = readPort(environment['PORT']);
  return {
    host,
    port,
    publicUrl: readPublicUrl(environment['PUBLIC_URL'], host, port),
    dataDir: path.resolve(environment['DATA_DIR'] || './data'),
    databaseUrl: readDatabaseUrl(environment['DATABASE_URL']),
    secretKey: readSecretKey(environment['SECRET_KEY']),
    admin: readAdmin(environment['ADMIN_EMAIL'], environment['ADMIN_PASSWORD']),
    trustedProxies: readNetworks('TRUSTED_PROXIES', environment['TRUSTED_PROXIES']),
    allowedNetworks: readNetworks('ALLOWED_NETWORKS', environment['ALLOWED_NETWORKS']),
    scrapers: readNetworks('METRICS_NETWORKS', environment['METRICS_NETWORKS']),
    smtpListen: readListen(environment['SMTP_LISTEN']),
    mail: readMail(environment['SMTP_URL'], environment['MAIL_FROM']),
    keepRawDays: readDays('KEEP_RAW_DAYS', environment['KEEP_RAW_DAYS'], 90),
    failpoint: readFailpoint(environment['FAILPOINT'], environment['PUBLIC_URL']),
    traces: readTraces(environment),
    logLevel: readLogLevel(environment['LOG_LEVEL']),
    cluster: readCluster(environment),
    files: readFiles(environment),
  };
}

function readPort(value: string | undefined): number {
  const port = Number(value || 3000);
  if (/^\d*$/.test(value ?? '') && port <= 65_535) return port;
  throw new ConfigError(`PORT is "${value}"; it should be a number from 0 to 65535.`);
}

function readPublicUrl(value: string | undefined, host: string, port: number): string {
  if (!value) {
    if (LOOPBACK.has(host)) return `http://localhost:${port}`;
    throw new ConfigError(
      `PUBLIC_URL is not set while HOST is ${host}; set it to the address people open, such as https://chat.example.com.`,
    );
  }
  const url = URL.canParse(value) ? new URL(value) : null;
  const isOrigin = url && url.pathname === '/' && !url.search && !url.hash && !url.username;
  if (isOrigin && /^https?:$/.test(url.protocol)) return url.origin;
  throw new ConfigError(
    `PUBLIC_URL is "${value}"; it should be an http(s) address without a path, such as https://chat.example.com.`,
  );
}

function readDatabaseUrl(value: string | undefined): string | null {
  if (!value) return null;
  if (/^postgres(ql)?:\/\//.test(value) && URL.canParse(value)) return value;
  throw new ConfigError(
    'DATABASE_URL should look like postgres://user:password@host:5432/database.',
  );
}

function readSecretKey(value: string | undefined): string | null {
  if (!value) return null;
  const guessable = /^(.+?)\1+$|change[-_ ]?me|secret[-_ ]?key|password|example|default/i;
  if (value.length >= 32 && !guessable.test(value)) return value;
  throw new ConfigError(
    'SECRET_KEY should be at least 32 random characters, such as the output of: openssl rand -base64 32',
  );
}

function readAdmin(email: string | undefined, password: string | undefined): Config['admin'] {
  if (!email && !password) return null;
  if (!email || !/^[^@\s]+@[^@\s]+$/.test(email)) {
    throw new ConfigError('ADMIN_EMAIL should be an e-mail address; it goes with ADMIN_PASSWORD.');
  }
  if (!password || password.length < 12 || password.length > 256) {
    throw new ConfigError(
      'ADMIN_PASSWORD should have 12 to 256 characters; it goes with ADMIN_EMAIL.',
    );
  }
  return { email, password };
}

function readNetworks(name: string, value: string | undefined): string[] {
  const networks = (value ?? '').split(/[\s,]+/).filter(Boolean);
  const wrong = networks.find((one) => !ipaddr.isValid(one) && !ipaddr.isValidCIDR(one));
  if (wrong === undefined) return networks;
  throw new ConfigError(
    `${name} holds "${wrong}"; it should be addresses or networks, such as 10.0.0.5 or 10.0.0.0/8.`,
  );
}

/** A port, or an address and a port: `2525`, `0.0.0.0:25`, `[::]:25`. */
function readListen(value: string | undefined): Config['smtpListen'] {
  if (!value) return null;
  const [, host = '127.0.0.1', digits] = /^(?:(.+):)?(\d{1,5})$/.exec(value) ?? [];
  const port = Number(digits ?? Number.NaN);
  const plain = host.replace(/^\[|\]$/g, '');
  if (port <= 65_535 && (ipaddr.isValid(plain) || plain === 'localhost')) {
    return { host: plain, port };
  }
  throw new ConfigError(
    `SMTP_LISTEN is "${value}"; it should be a port or an address and a port, such as 0.0.0.0:25.`,
  );
}

function readMail(url: string | undefined, from: string | undefined): MailSettings | null {
  const mail = parseMail(url, from);
  if (typeof mail === 'string') throw new ConfigError(mail);
  return mail;
}

function readDays(name: string, value: string | undefined, usual: number): number {
  const days = Number(value || usual);
  if (/^\d{0,5}$/.test(value ?? '')) return days;
  throw new ConfigError(`${name} is "${value}"; it should be a number of days, or 0 for ever.`);
}

/** Where people work nobody wants it: with a PUBLIC_URL it is refused. */
function readFailpoint(value: string | undefined, publicUrl: string | undefined): string | null {
  if (!value) return null;
  const [name = '', passings = '1'] = value.split(':');
  const known = failpoints.includes(name) && /^[1-9]\d{0,5}$/.test(passings);
  if (known && !publicUrl) return value;
  throw new ConfigError(
    `FAILPOINT is "${value}"; it is for crash tests without PUBLIC_URL and should be a point such as webhook.after-commit or webhook.after-commit:3.`,
  );
}

function readLogLevel(value: string | undefined): Config['logLevel'] {
  const level = LOG_LEVELS.find((known) => known === (value || 'info'));
  if (level) return level;
  throw new ConfigError(`LOG_LEVEL is "${value}"; it should be one of ${LOG_LEVELS.join(', ')}.`);
}

/** Processes that work as one must share what they write to and what they sign with. */
function readCluster(environment: Environment): Config['cluster'] {
  const redisUrl = environment['REDIS_URL'];
  const role = ROLES.find((known) => known === (environment['ROLE'] || 'all'));
  if (!role) {
    throw new ConfigError(
      `ROLE is "${environment['ROLE']}"; it should be one of ${ROLES.join(', ')}.`,
    );
  }
  if (!redisUrl) {
    if (role === 'all') return null;
    throw new ConfigError(`ROLE is ${role}; it needs REDIS_URL, by which processes work as one.`);
  }
  if (!/^rediss?:\/\//.test(redisUrl) || !URL.canParse(redisUrl)) {
    throw new ConfigError('REDIS_URL should look like redis://user:password@host:6379.');
  }
  for (const name of ['DATABASE_URL', 'SECRET_KEY']) {
    if (environment[name]) continue;
    throw new ConfigError(
      `REDIS_URL is set; ${name} should be set, too, the same for every process.`,
    );
  }
  return { redisUrl, role };
}

/** Files on disk, or in the bucket of any service that speaks S3. */
function readFiles(environment: Environment): FileSettings {
  const s3 = readS3(environment);
  const home = environment['FILE_STORE'] || (s3 ? 's3' : 'disk');
  if (home === 'disk') return { home, s3 };
  if (home !== 's3') throw new ConfigError(`FILE_STORE is "${home}"; it should be disk or s3.`);
  if (!s3) throw new ConfigError('FILE_STORE is s3; it needs S3_BUCKET.');
  return { home, s3 };
}

function readS3(environment: Environment): S3Settings | null {
  const bucket = environment['S3_BUCKET'];
  if (!bucket) {
    const alone = Object.keys(environment).find((name) => /^S3_/.test(name) && environment[name]);
    if (alone) throw new ConfigError(`${alone} is set; it needs S3_BUCKET.`);
    return null;
  }
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)) {
    throw new ConfigError(`S3_BUCKET is "${bucket}"; it should be the name of a bucket.`);
  }
  const accessKeyId = environment['S3_ACCESS_KEY_ID'];
  const secretAccessKey = environment['S3_SECRET_ACCESS_KEY'];
  if (!accessKeyId || !secretAccessKey) {
    throw new ConfigError('S3_BUCKET needs S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY.');
  }
  const region = environment['S3_REGION'] || 'us-east-1';
  const endpoint = readEndpoint(environment['S3_ENDPOINT'], region);
  const pathStyle = readPathStyle(environment['S3_PATH_STYLE'], endpoint);
  return { endpoint, bucket, region, accessKeyId, secretAccessKey, pathStyle };
}

function readEndpoint(value: string | undefined, region: string): string {
  const wanted = value || `https://s3.${region}.amazonaws.com`;
  const url = URL.canParse(wanted) ? new URL(wanted) : null;
  if (url && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`) return url.origin;
  throw new ConfigError(
    `S3_ENDPOINT is "${value}"; it should be an http(s) address without a path, such as https://s3.example.com.`,
  );
}

/** Amazon wants the bucket in the host's name; others know the path alone, mostly. */
function readPathStyle(value: string | undefined, endpoint: string): boolean {
  if (!value) return !endpoint.endsWith('.amazonaws.com');
  if (value === 'true' || value === 'false') return value === 'true';
  throw new ConfigError(`S3_PATH_STYLE is "${value}"; it should be true or false.`);
}

/** The names and forms are OpenTelemetry's: https://opentelemetry.io/docs/specs/otel/protocol/exporter/ */
function readTraces(environment: Environment): Otlp | null {
  const endpoint = environment['OTEL_EXPORTER_OTLP_ENDPOINT'];
  if (!endpoint) return null;
  if (!/^https?:\/\//.test(endpoint) || !URL.canParse(endpoint)) {
    throw new ConfigError(
      `OTEL_EXPORTER_OTLP_ENDPOINT is "${endpoint}"; it should be an http(s) address, such as http://localhost:4318.`,
    );
  }
  const pairs = (environment['OTEL_EXPORTER_OTLP_HEADERS'] ?? '').split(',').filter(Boolean);
  const headers = pairs.map((pair) => /^\s*([\w-]+)\s*=\s*(\S+)\s*$/.exec(pair)?.slice(1) ?? []);
  if (headers.some(({ length }) => length === 0)) {
    throw new ConfigError(
      'OTEL_EXPORTER_OTLP_HEADERS should look like name=value, several separated by commas.',
    );
  }
  return {
    endpoint: endpoint.replace(/\/+$/, ''),
    headers: Object.fromEntries(
      headers.map(([name, value = '']) => [name, decodeURIComponent(value)]),
    ),
    serviceName: environment['OTEL_SERVICE_NAME'] || 'interline',
  };
}
