/** Somebody who asks once in the middle of a fault: what the answer is, and how long it takes. */
import { signed } from '../../support/echo.ts';
import { Remote } from '../../support/remote.ts';
import { quantile, seconds } from '../report.ts';
import { SECRET } from '../site/workspace.ts';
import type { Load } from './load.ts';

type Asked = { what: string; status: number; ms: number };

/** Longer than anybody should have to wait. */
const PATIENCE_MS = 30_000;

export class Probe {
  readonly #asked: Asked[] = [];
  readonly #load: Load;
  #count = 0;

  constructor(load: Load) {
    this.#load = load;
  }

  /** Hands a message in as a platform does, and asks for the list as an agent does. */
  async ask(): Promise<void> {
    const [workspace] = this.#load.workspaces;
    if (!workspace) throw new Error('nobody is there to ask for');
    const { program, webhook } = workspace;
    // Kept and otherwise without consequence: whether it was stored makes no difference.
    const body = { type: 'echo', id: `probe-${++this.#count}` };
    const headers = { 'x-echo-signature': signed(SECRET, JSON.stringify(body)) };
    const platform = new Remote(webhook.origin, headers);
    await this.#time('a webhook', async () => {
      return (await platform.call('POST', webhook.pathname, body, PATIENCE_MS)).status;
    });
    await this.#time('a list', async () => {
      const path = '/api/v1/conversations?view=all&limit=1';
      const asking = new Remote(program.url, program.headers);
      return (await asking.call('GET', path, undefined, PATIENCE_MS)).status;
    });
  }

  /** The answers that are other than these, or came later. */
  unlike(statuses: readonly number[], withinMs: number): string[] {
    const odd = this.#asked.filter((one) => !statuses.includes(one.status) || one.ms > withinMs);
    return odd.map(({ what, status, ms }) => `${what} was answered ${status} after ${seconds(ms)}`);
  }

  summary(): string {
    const statuses = [...new Set(this.#asked.map(({ status }) => status))].join(', ');
    const times = this.#asked.map(({ ms }) => ms);
    return `answered ${statuses} within ${seconds(quantile(times, 0.95))} (p95)`;
  }

  async #time(what: string, ask: () => Promise<number>): Promise<void> {
    const began = performance.now();
    const status = await ask().catch(() => 0);
    this.#asked.push({ what, status, ms: performance.now() - began });
  }
}
