/** The only reader of the environment: validated once at start, a bad value stops the start with one clear line. */
import path from 'node:path';
import ipaddr from 'ipaddr.js';

export type Config = {
  host: string;
  port: number;
  /** Origin under which browsers reach us, without a trailing slash. Links, cookies and origin checks come from it. */
  publicUrl: string;
  dataDir: string;
  databaseUrl: string | null;
  /** 32 bytes or more, from SECRET_KEY; null: generated into the data folder. */
  secretKey: string | null;
  admin: { email: string; password: string } | null;
  /** Addresses of proxies whose X-Forwarded-For is believed. */
  trustedProxies: string[];
  /** Networks of the operator's own that channels may connect to; the public internet always may be. */
  allowedNetworks: string[];
  /** Where mail is taken in by SMTP; null: nowhere. */
  smtpListen: { host: string; port: number } | null;
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
};

/** A setting that would make the start unsafe or impossible; the message is one line for the operator. */
export class ConfigError extends Error {}

type Environment = Record<string, string | undefined>;

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);
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
    smtpListen: readListen(environment['SMTP_LISTEN']),
    logLevel: readLogLevel(environment['LOG_LEVEL']),
    ...refuseUnsupported(environment),
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

function readLogLevel(value: string | undefined): Config['logLevel'] {
  const level = LOG_LEVELS.find((known) => known === (value || 'info'));
  if (level) return level;
  throw new ConfigError(`LOG_LEVEL is "${value}"; it should be one of ${LOG_LEVELS.join(', ')}.`);
}

/** Settings of the plan that this version cannot honour yet: better refused than silently ignored. */
function refuseUnsupported(environment: Environment): Record<string, never> {
  if (environment['REDIS_URL']) {
    throw new ConfigError('REDIS_URL is set, but this version runs as one process; unset it.');
  }
  return {};
}
