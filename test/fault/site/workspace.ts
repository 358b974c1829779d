/** A workspace with its people and its channels, made by the doors that everyone uses. */
import type { CreatedChannel } from '../../../server/wire/channels.ts';
import { Outsider } from '../../simulators/api.ts';
import { Telegram } from '../../simulators/telegram.ts';
import { AgentFollower } from '../../support/followers/agent-follower.ts';
import { VisitorFollower } from '../../support/followers/visitor-follower.ts';
import {
  connectAt,
  connectEchoAt,
  logInRemotely,
  programOf,
  Remote,
  visitAt,
  websiteAt,
} from '../../support/remote.ts';
import { ADMIN } from '../../support/server-process.ts';
import type { Entry } from '../load/ledger.ts';

export const SECRET = 'the-secret-of-a-channel-under-faults';
const TOKEN = '700100200:AAE-token-of-a-bot-under-faults';

export type Screen = { name: string; visitor: Remote; follower: VisitorFollower };

/** How often screens prove that they missed nothing, in ms; left out: more often than real ones do. */
export type Beats = { agent?: number; visitor?: number };

/** Platforms outside that keep ledgers of what they were asked to send. */
export type Platforms = {
  /** Knows a repeat by its key. */
  keyed: Outsider;
  /** Does not: what is sent twice is there twice. */
  unkeyed: Telegram;
  /** As the unkeyed one, but it is asked for what there is to come in. */
  asked?: Telegram;
};

export class Workspace {
  /** What every text in it begins with. */
  readonly name: string;
  /** Calls the API with a token. */
  readonly program: Remote;
  readonly agent: AgentFollower;
  readonly screens: Screen[] = [];
  readonly websiteId: string;
  /** Where the echo platform posts to. */
  readonly webhook: URL;
  /** Whether the agent's screen is to show what there is. */
  watched = true;
  /** Where the keyed platform posts to; '' while there is none. */
  outside = '';
  readonly #admin: Remote;
  readonly #beats: Beats;

  private constructor(name: string, people: People, places: Places, beats: Beats) {
    this.name = name;
    this.program = people.program;
    this.#admin = people.admin;
    this.websiteId = places.websiteId;
    this.webhook = new URL(`/channels/${places.echoId}/webhook`, people.admin.url);
    this.#beats = beats;
    this.agent = new AgentFollower(people.program, beats.agent);
  }

  /** @param who its admin */
  static async enter(
    url: string,
    name: string,
    who = ADMIN,
    beats: Beats = {},
  ): Promise<Workspace> {
    const admin = await logInRemotely(url, who);
    const program = await programOf(admin);
    const websiteId = (await websiteAt(admin)).id;
    const { id: echoId } = await connectEchoAt(admin, SECRET);
    return new Workspace(name, { admin, program }, { websiteId, echoId }, beats);
  }

  /** So many people open the widget. */
  async welcome(count: number): Promise<void> {
    for (let n = 0; n < count; n += 1) {
      const visitor = await visitAt(this.program.url, this.websiteId);
      const follower = new VisitorFollower(visitor, this.websiteId, this.#beats.visitor);
      this.screens.push({ name: `${this.name}-visitor-${n}`, visitor, follower });
    }
  }

  /** A channel of each kind that answers leave by, with so many people who have written there once. */
  async connectPlatforms(platforms: Platforms, people: number): Promise<Entry[]> {
    const { keyed, unkeyed } = platforms;
    const open = { secret: SECRET, url: keyed.provider.url };
    const outside = await this.connect('api', open);
    this.outside = this.#hook(outside);
    const bot = await this.connect('telegram', { token: TOKEN, apiUrl: unkeyed.provider.url });
    const trial = await this.#admin.call('POST', `/api/v1/channels/${bot.id}/connect`, {});
    if (trial.status !== 200) throw new Error(`connecting the bot answered ${trial.status}`);
    const entries: Entry[] = [];
    for (let n = 1; n <= people; n += 1) {
      const from = { id: `keyed-${n}`, name: `keyed-${n}` };
      const text = (to: string) => `${this.name} ${to} hears hello ${n}`;
      await keyed.deliver(this.outside, { type: 'message', from, text: text('keyed') });
      const person = { id: 900_000 + n, is_bot: false, first_name: `unkeyed-${n}`, last_name: 'U' };
      await unkeyed.deliver(unkeyed.message({ text: text('unkeyed') }, person), this.#hook(bot));
      entries.push(...['keyed', 'unkeyed'].map((to) => hello(text(to))));
    }
    return entries;
  }

  /** Calls the API in a colleague's name. */
  async programOfAnother(): Promise<Remote> {
    const { url } = this.program;
    const wanted = { email: 'bo@example.com', role: 'agent' };
    const invited = await this.#admin.expect<{ url: string }>(
      'POST',
      '/api/v1/invitations',
      wanted,
    );
    const path = `/api/v1/invitations/by-token/${invited.url.split('/').at(-1)}`;
    const bo = { name: 'Bo', password: 'yet another long river' };
    await new Remote(url).expect('POST', path, bo);
    return programOf(await logInRemotely(url, { email: wanted.email, password: bo.password }));
  }

  connect(adapter: string, settings: Record<string, string>): Promise<CreatedChannel> {
    return connectAt(this.#admin, { adapter, name: adapter, settings });
  }

  /** The list is still there to be answered from, but nobody looks whether screens are right. */
  watchNothing(): void {
    this.watched = false;
    this.agent.openNothing();
  }

  close(): void {
    this.watched = false;
    this.agent.close();
    for (const { follower } of this.screens) follower.close();
  }

  /** The address here, whatever the installation believes its own to be. */
  #hook({ webhookUrl }: CreatedChannel): string {
    return this.program.url + new URL(webhookUrl).pathname;
  }
}

function hello(text: string): Entry {
  const now = performance.now();
  const said = { writer: 'hello', direction: 'in', series: text, text, key: text } as const;
  return { ...said, id: null, attempts: 1, sentAt: now, ackedAt: now };
}

type People = { admin: Remote; program: Remote };
type Places = { websiteId: string; echoId: string };

export async function startPlatforms(): Promise<Platforms> {
  return { keyed: await Outsider.start(SECRET), unkeyed: await Telegram.start(TOKEN) };
}

export async function stopPlatforms({ keyed, unkeyed }: Platforms): Promise<void> {
  await Promise.all([keyed.stop(), unkeyed.stop()]);
}
