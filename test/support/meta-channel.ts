/** What must hold for every channel of Meta, on good days and bad ones; registered as tests. */
import type postgres from 'postgres';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Message } from '../../server/wire/messages.ts';
import { graphError, type Meta } from '../simulators/meta.ts';
import { faults, post, postTogether } from '../simulators/provider.ts';
import { ownerOf } from './database.ts';
import { startHub, type TestHub } from './hub.ts';
import { Outlet } from './outlet.ts';
import { foundAs } from './people.ts';
import { until } from './until.ts';

/** The platform, as far as these tests need it. */
type Platform = {
  meta: Meta;
  /** Somebody says something, in a webhook of its own. */
  message(text: string): object;
  stop(): Promise<void>;
};

export const VERIFY_TOKEN = 'the verify token of the tests';

/** A hub with one such channel. */
export class Stage<Pretended extends Platform> {
  readonly hub: TestHub;
  readonly owner: postgres.Sql;
  readonly platform: Pretended;
  readonly outlet: Outlet;

  private constructor(hub: TestHub, platform: Pretended, outlet: Outlet) {
    this.hub = hub;
    this.owner = ownerOf(hub);
    this.platform = platform;
    this.outlet = outlet;
  }

  static async set<Pretended extends Platform>(
    adapter: string,
    ids: Record<string, string>,
    start: () => Promise<Pretended>,
  ): Promise<Stage<Pretended>> {
    const platform = await start();
    const hub = await startHub();
    const { token: accessToken, secret: appSecret } = platform.meta.app;
    const apiUrl = platform.meta.provider.url;
    const settings = { ...ids, accessToken, appSecret, apiUrl, verifyToken: VERIFY_TOKEN };
    const outlet = await Outlet.connect(hub, await foundAs(hub), { adapter, settings });
    return new Stage(hub, platform, outlet);
  }

  async close(): Promise<void> {
    await this.hub.close();
    await this.platform.stop();
    await this.owner.end();
  }

  /** Posts a webhook that is taken. */
  async deliver(content: object): Promise<void> {
    const taken = await this.platform.meta.deliver(this.outlet.webhookUrl, content);
    expect(taken.status, taken.body).toBe(200);
  }

  /** Somebody writes. @returns their conversation */
  async hears(text: string): Promise<string> {
    await this.deliver(this.platform.message(text));
    return this.outlet.conversationOf(text);
  }

  /** An answer the platform has taken, and its id there. */
  async says(conversation: string, text: string): Promise<{ message: Message; id: string }> {
    const message = await this.outlet.reaches(
      await this.outlet.reply(conversation, text),
      'accepted',
    );
    const [row] = await this.owner<{ id: string }[]>`
      select external_id as id from messages where id = ${message.id}`;
    return { message, id: row?.id ?? '' };
  }

  async rows(): Promise<{ requests: number; messages: number }> {
    const [row] = await this.owner<{ requests: number; messages: number }[]>`
      select (select count(*)::int from ingress) as requests,
        (select count(*)::int from messages) as messages`;
    return row ?? { requests: 0, messages: 0 };
  }

  /** The calls that were to say this, whatever became of them. */
  calls(text: string): number {
    return this.platform.meta
      .asked('/messages')
      .filter((body) => JSON.stringify(body).includes(text)).length;
  }
}

export function describeMetaChannel(stage: () => Stage<Platform>): void {
  beforeEach(() => {
    stage().platform.meta.provider.ledger.length = 0;
    stage().platform.meta.provider.faults.length = 0;
  });
  describeDoor(stage);
  describeSigns(stage);
  describeBadDays(stage);
}

function describeSigns(stage: () => Stage<Platform>): void {
  it('hears that an agent has read what was said, and that one is writing, not more often than it forgets', async () => {
    const { outlet, platform } = stage();
    const conversation = await stage().hears('Is anybody there?');
    const heard = (sign: RegExp) =>
      platform.meta.asked('/messages').filter((body) => sign.test(JSON.stringify(body)));
    expect(platform.meta.asked('/messages')).toEqual([]);
    await outlet.reads(conversation);
    await until(() => heard(/mark_seen|"read"/).length === 1);
    for (const _ of [1, 2, 3]) await outlet.writes(conversation);
    await until(() => heard(/typing/).length > 0);
    expect(heard(/typing/)).toHaveLength(1);
    expect(platform.meta.asked('/messages')).toHaveLength(2);
  });
}

function describeDoor(stage: () => Stage<Platform>): void {
  describe('the door', () => {
    it('answers the handshake of whoever knows the token, and nobody else', async () => {
      const ask = async (token: string, challenge = '1158201444') => {
        const query = new URLSearchParams({ 'hub.mode': 'subscribe', 'hub.challenge': challenge });
        query.set('hub.verify_token', token);
        const response = await fetch(`${stage().outlet.webhookUrl}?${query}`);
        return { status: response.status, body: await response.text() };
      };
      expect(await ask(VERIFY_TOKEN)).toEqual({ status: 200, body: '1158201444' });
      expect((await ask('a guess')).status).toBe(403);
      expect((await ask(VERIFY_TOKEN, '<script>')).status).toBe(403);
    });

    it('takes what the app has signed, and leaves no row of anything else', async () => {
      const { platform, outlet } = stage();
      const genuine = platform.meta.request(platform.message('Signed'));
      const before = await stage().rows();
      const body = `${genuine.body}`;
      const forged = [
        platform.meta.request(platform.message('Signed'), 'the secret of another app'),
        { ...genuine, body: body.replace('Signed', 'Sighed') },
        { ...genuine, headers: { 'content-type': 'application/json' } },
      ];
      for (const request of forged) {
        expect((await post(outlet.webhookUrl, request)).status).toBe(401);
      }
      expect(await stage().rows()).toEqual(before);
      expect((await post(outlet.webhookUrl, genuine)).status).toBe(200);
      expect((await stage().rows()).messages).toBe(before.messages + 1);
    });

    it('makes one message of fifty deliveries at once', async () => {
      const { platform, outlet } = stage();
      const request = platform.meta.request(platform.message('Fifty times'));
      const before = (await stage().rows()).messages;
      const answers = await postTogether(outlet.webhookUrl, request, 50);
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
      expect((await stage().rows()).messages).toBe(before + 1);
    }, 60_000);
  });
}

function describeBadDays(stage: () => Stage<Platform>): void {
  describe('an answer', () => {
    it('is said once', async () => {
      const conversation = await stage().hears('One answer, please');
      const { id } = await stage().says(conversation, 'Here it is 🎈');
      expect(id).not.toBe('');
      expect(stage().calls('Here it is')).toBe(1);
    });

    it('waits as long as the platform asks, and goes then', async () => {
      const conversation = await stage().hears('Are you busy?');
      stage().platform.meta.provider.faults.push(faults.busy(1));
      await stage().says(conversation, 'Not any more');
      expect(stage().calls('Not any more')).toBe(2);
    });

    it('waits while the platform is down, and says so', async () => {
      const conversation = await stage().hears('Are you there?');
      const down = { ...faults.down.answer, headers: { 'retry-after': '1' } };
      stage().platform.meta.provider.faults.push({ kind: 'answer', answer: down });
      const message = await stage().outlet.reply(conversation, 'Soon');
      await until(async () => (await stage().outlet.current(message)).reason !== null, 15_000);
      await stage().outlet.reaches(message, 'accepted');
      expect(stage().calls('Soon')).toBe(2);
    });

    it('is in doubt when the line is cut after it was read, and is not said again', async () => {
      const conversation = await stage().hears('Did you hear me?');
      stage().platform.meta.provider.faults.push(faults.reset);
      await stage().outlet.reaches(await stage().outlet.reply(conversation, 'Perhaps'), 'unknown');
      expect(stage().calls('Perhaps')).toBe(1);
    });

    it('fails when the token is no longer good, and the channel says so until it is', async () => {
      const conversation = await stage().hears('Who are you?');
      stage().platform.meta.provider.faults.push({ kind: 'answer', answer: graphError(190, 401) });
      const message = await stage().outlet.reply(conversation, 'Nobody');
      const failed = await stage().outlet.reaches(message, 'failed');
      expect(failed.reason).toBe('Meta no longer accepts the access token. (190)');
      expect(await stage().outlet.failing()).toBe('Meta no longer accepts the access token.');
      await stage().says(conversation, 'Somebody again');
      expect(await stage().outlet.failing()).toBeNull();
    });
  });
}
