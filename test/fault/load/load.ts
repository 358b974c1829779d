/** Everyone who writes while something is broken, in two workspaces, and the screens that watch. */
import path from 'node:path';
import { ADMIN } from '../../support/server-process.ts';
import { until } from '../../support/until.ts';
import type { Site } from '../site/site.ts';
import {
  type Beats,
  type Platforms,
  SECRET,
  startPlatforms,
  stopPlatforms,
  Workspace,
} from '../site/workspace.ts';
import { type Entry, Ledger, type Time } from './ledger.ts';
import { Rest } from './rest.ts';
import type { Random } from './seeded.ts';
import {
  agentWriter,
  type Draft,
  echoWriter,
  visitorWriter,
  type Writer,
  write,
} from './writers.ts';

export type Crowd = {
  visitors: number;
  agents: number;
  /** Platforms that post one message at a time, each as fast as it is answered. */
  platforms: number;
  /** Platforms that post many in one request. */
  batches: number;
  /** Who writes on each platform. */
  people: number;
  /** People on each of the channels that answers leave by. */
  outside: number;
  /** Whom agents answer. */
  answering: 'anybody' | 'outside';
  /** Whether an agent's screen follows all lines; a great many of them are more than a screen is for. */
  watching: boolean;
  beats: Beats;
};

const USUAL: Crowd = {
  ...{ visitors: 5, agents: 4, platforms: 4, batches: 3, people: 4 },
  ...{ outside: 4, answering: 'anybody', watching: true, beats: {} },
};
const OTHER = { email: 'otto@example.org', password: 'another long and quiet river' };
const OTHERS = {
  agents: 1,
  platforms: 1,
  batches: 0,
  people: 2,
  answering: 'anybody',
} as const;
/** Channels whose platforms are asked to send. Mail is only taken in here. */
const OUTSIDE = ['api', 'telegram'];
const TOGETHER = 20;
/** For whatever was broken to be whole again. */
const PATIENCE_MS = 60_000;

export class Load {
  readonly platforms: Platforms;
  readonly workspaces: readonly Workspace[];
  /** Answers that should not have been given. */
  readonly faults: string[] = [];
  /** Texts that are not sent, or of which nobody knows it, as the experiment itself has found to be right. */
  readonly unsent = new Set<string>();
  readonly #ledger: Ledger;
  readonly #random: Random;
  #writing: Promise<void>[] = [];
  readonly #closing: (() => Promise<void>)[] = [];
  readonly #rest = new Rest();
  readonly #gone = new Set<string>();
  #over = false;

  private constructor(
    ledger: Ledger,
    random: Random,
    world: Pick<Load, 'platforms' | 'workspaces'>,
  ) {
    this.#ledger = ledger;
    this.#random = random;
    this.platforms = world.platforms;
    this.workspaces = world.workspaces;
  }

  /** Resolves when everybody writes. @param url where all of them reach the product */
  static async begin(
    site: Site,
    url: string,
    random: Random,
    crowd: Partial<Crowd> = {},
  ): Promise<Load> {
    const { visitors, outside, watching, beats, ...writers } = { ...USUAL, ...crowd };
    const names = ['--name', 'Other', '--email', OTHER.email, '--password', OTHER.password];
    await site.command('workspace', ...names);
    const main = await Workspace.enter(url, 'main', ADMIN, beats);
    const other = await Workspace.enter(url, 'other', OTHER, beats);
    if (!watching) main.watchNothing();
    await main.welcome(visitors);
    await other.welcome(1);
    const platforms = await startPlatforms();
    const ledger = new Ledger(path.join(site.folder, 'ledger.jsonl'));
    const load = new Load(ledger, random, { platforms, workspaces: [main, other] });
    await ledger.write(await main.connectPlatforms(platforms, outside));
    load.join(load.#writersOf(main, writers));
    load.join(load.#writersOf(other, OTHERS));
    return load;
  }

  get acked(): number {
    return this.#ledger.times.length;
  }

  /** Resolves when something was acknowledged after that moment: how many ms after it. */
  async acknowledgedAfter(since: number): Promise<number> {
    const { times } = this.#ledger;
    await until(() => (times.at(-1)?.ackedAt ?? 0) > since, PATIENCE_MS);
    const first = times.findLastIndex(({ ackedAt }) => ackedAt <= since) + 1;
    return (times[first]?.ackedAt ?? Number.NaN) - since;
  }

  /** The one in which things are broken; the other must not notice. */
  get workspace(): Workspace {
    const [main] = this.workspaces;
    if (!main) throw new Error('there is no workspace');
    return main;
  }

  /** More people begin to write. */
  join(writers: readonly Writer[]): void {
    const { faults } = this;
    const pace = { isOver: () => this.#over, turn: () => this.#rest.turn() };
    const run = { ledger: this.#ledger, random: this.#random, faults, ...pace };
    this.#writing.push(...writers.map((writer) => write(writer, run)));
  }

  /** Resolves when all have an answer to what they wrote; nobody writes on before `goOn`. */
  rest(): Promise<void> {
    return this.#rest.begin(this.#writing.length);
  }

  goOn(): void {
    this.#rest.end();
  }

  /** Acknowledged, and nobody's fault that it is not there any more. */
  giveUp(texts: Iterable<string>): void {
    for (const text of texts) this.#gone.add(text);
  }

  /** What others than these writers were told is stored. */
  acknowledge(drafts: readonly Draft[]): Promise<void> {
    const now = performance.now();
    const times = { id: null, attempts: 1, sentAt: now, ackedAt: now };
    return this.#ledger.write(drafts.map((draft) => ({ ...draft, ...times })));
  }

  /** How long acknowledgements took, in ms, and when they came. */
  answerTimes(of: (time: Time) => boolean): { at: number; ms: number }[] {
    const times = this.#ledger.times.filter(of);
    return times.map(({ sentAt, ackedAt }) => ({ at: ackedAt, ms: ackedAt - sentAt }));
  }

  /** Something to be closed with the rest. */
  atTheEnd(close: () => Promise<void>): void {
    this.#closing.push(close);
  }

  /** What has been begun is finished; nothing new is. */
  async end(): Promise<Entry[]> {
    this.#over = true;
    this.#rest.end();
    await Promise.all(this.#writing);
    return this.#ledger.close().filter(({ text }) => !this.#gone.has(text));
  }

  async close(): Promise<void> {
    for (const workspace of this.workspaces) workspace.close();
    await Promise.all(this.#closing.map((close) => close()));
    await stopPlatforms(this.platforms);
  }

  #writersOf(
    workspace: Workspace,
    crowd: Omit<Crowd, 'visitors' | 'outside' | 'watching' | 'beats'>,
  ): Writer[] {
    const { name, agent, program, webhook, screens, websiteId } = workspace;
    const anywhere = () => {
      const rows = [...agent.rows.values()].filter(({ channel: { adapter } }) =>
        crowd.answering === 'anybody' ? adapter !== 'email' : OUTSIDE.includes(adapter),
      );
      return rows.length > 0 ? this.#random.pick(rows) : null;
    };
    const several = (count: number, make: (n: number) => Writer) =>
      Array.from({ length: count }, (_, n) => make(n));
    const steadily = { people: crowd.people, perSecond: null };
    return [
      ...screens.map((screen) => visitorWriter(screen.name, screen.visitor, websiteId)),
      ...several(crowd.agents, (n) => agentWriter(`${name}-agent-${n}`, program, anywhere)),
      ...several(crowd.platforms, (n) =>
        echoWriter(`${name}-single-${n}`, webhook, SECRET, steadily),
      ),
      ...several(crowd.batches, (n) =>
        echoWriter(`${name}-batch-${n}`, webhook, SECRET, { ...steadily, together: TOGETHER }),
      ),
    ];
  }
}
