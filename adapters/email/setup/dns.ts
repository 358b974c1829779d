/** The questions asked of DNS here. What does not exist is an empty answer; trouble is thrown. */
import { Resolver as SystemResolver } from 'node:dns/promises';

export type Resolver = {
  /** Servers that take mail, best first; '' for a domain that says it takes none (RFC 7505). */
  mx(domain: string): Promise<string[]>;
  /** Each record in one piece. */
  txt(name: string): Promise<string[]>;
  srv(name: string): Promise<{ host: string; port: number }[]>;
  /** Does the name lead to any address? */
  exists(name: string): Promise<boolean>;
};

const MISSING = new Set(['ENOTFOUND', 'ENODATA', 'ENONAME']);

/** As this machine resolves. */
export function systemResolver(): Resolver {
  const dns = new SystemResolver({ timeout: 3000, tries: 2 });
  return {
    async mx(domain) {
      const records = await orNone(dns.resolveMx(domain));
      return records
        .toSorted((a, b) => a.priority - b.priority)
        .map(({ exchange }) => host(exchange));
    },
    txt: async (name) => (await orNone(dns.resolveTxt(name))).map((pieces) => pieces.join('')),
    async srv(name) {
      const records = await orNone(dns.resolveSrv(name));
      const best = records.toSorted((a, b) => a.priority - b.priority || b.weight - a.weight);
      return best.map(({ name: target, port }) => ({ host: host(target), port }));
    },
    exists: async (name) =>
      (await orNone(dns.resolve4(name))).length > 0 ||
      (await orNone(dns.resolve6(name))).length > 0,
  };
}

async function orNone<T>(asked: Promise<T[]>): Promise<T[]> {
  try {
    return await asked;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (MISSING.has(code)) return [];
    throw error;
  }
}

const host = (name: string): string => name.toLowerCase().replace(/\.$/, '');
