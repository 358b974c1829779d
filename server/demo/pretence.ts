/**
 * The platforms of a demo: none is real. What goes out is taken with thanks and goes nowhere, what comes in is made up.
 *
 * Nothing of a demo may ever reach a real person, however it is started. So there are three locks, and each of them
 * holds alone:
 * - The mark stands in the database, written by the very transaction that makes the first agent (`agents/demo.ts`). Every
 *   process that opens this database sees it before it can send, with or without `--demo`, and a backup takes it along.
 * - A marked installation is composed without a way out: `noWayOut` takes the place of the guard, which is all that
 *   adapters have of the network. Also what nobody has thought of here therefore ends there.
 * - The channels hold no credentials, not even false ones: on a platform they would be nobody.
 *
 * Only the widget works for real: its other end is ours.
 */
import type { Adapter, Finding, SettingField, Template } from '../../adapters/adapter.ts';
import { ChannelError } from '../../adapters/errors.ts';
import { refuseUnsendable } from '../../adapters/limits.ts';
import type { InboundEvent, OutboundMessage } from '../../adapters/message.ts';
import { accessOpenChannel } from '../channels/access.ts';
import { findChannelHome } from '../channels/channels.ts';
import type { Guard } from '../guarded-fetch.ts';
import { accept, type Intake } from '../ingress/accept.ts';
import type { Accepted } from '../ingress/receive-all.ts';
import { Refusal } from '../wire/problems.ts';
import { isPlayed, playedRequest, readPlayed } from './played.ts';

const WHY = 'This is a demo: no channel is connected to the world.';

/** In the place of the guard: whatever asks for something outside is told no. */
export const noWayOut: Guard = {
  fetch: () => () => Promise.reject(new TypeError('a demo asks nothing of the world')),
  resolve: () => refuse(),
};

/** When a pretended platform says that a message was delivered, and that it was read. */
const DELIVERED_AFTER_MS = 800;
const READ_AFTER_MS = 3_000;

/** Whoever looks around wants to see a message fail, too: numbers that end like this are out of service. */
const OUT_OF_SERVICE = /0000$/;

export class Pretence {
  #intake: Intake | null = null;
  /** While the past is being played, what is sent is confirmed at once. */
  playsPast = false;

  /** From now on platforms have somebody to report to. */
  reportTo(intake: Intake): void {
    this.#intake = intake;
  }

  /** The same kind of channel, with a pretended platform behind it. */
  adapt(adapter: Adapter): Adapter {
    return adapter.capabilities.inbound === 'connection'
      ? this.#listenedTo(adapter)
      : this.#pretended(adapter);
  }

  /** Hands in what happened on a pretended platform. */
  async hand(channelId: string, events: readonly InboundEvent[]): Promise<Accepted> {
    const intake = this.#intake;
    const workspaceId = intake && (await findChannelHome(intake.store, channelId));
    if (!workspaceId) throw new Refusal('not_found', 'There is no such channel.');
    const adapter = await intake.store.in(workspaceId, async (scope) => {
      const { adapter: id } = await accessOpenChannel(scope, channelId);
      return scope.catalogue.get(id);
    });
    const door = adapter?.capabilities.inbound === 'connection' ? 'visitor' : 'webhook';
    return accept(intake, { workspaceId, channelId, door }, playedRequest(events));
  }

  /** People connect to us by our own widget: it works, and the past can be played on it as well. */
  #listenedTo(adapter: Adapter): Adapter {
    return {
      ...adapter,
      ...reading(adapter),
      verify: (request, ...given) => isPlayed(request) || adapter.verify(request, ...given),
      send: async (message, settings, tools) => {
        const sent = await adapter.send(message, settings, tools);
        if (this.playsPast) await this.#confirm(adapter, settings.channelId, sent.externalId);
        return sent;
      },
    };
  }

  #pretended(adapter: Adapter): Adapter {
    // Left out: what fetches, what asks around, and what answers a platform that is none.
    const { listen: _listen, suggest: _suggest, ...asked } = adapter;
    const { challenge: _challenge, checkSending: _check, ...kept } = asked;
    const { sendsPerSecond: _pace, ...capabilities } = adapter.capabilities;
    return {
      ...kept,
      ...reading(adapter),
      ...quiet(adapter),
      capabilities,
      settings: adapter.settings.map(demandless),
      // Without a credential anybody could sign: nothing from outside is taken in.
      verify: isPlayed,
      send: async (message, { channelId }) => {
        refuseUnsendable(message, adapter.capabilities);
        refuseUnreachable(message);
        const externalId = `demo-${message.id}`;
        await this.#confirm(adapter, channelId, externalId);
        return { externalId };
      },
    };
  }

  async #confirm(adapter: Adapter, channelId: string, externalId: string): Promise<void> {
    const receipts = receiptsOf(adapter);
    const last = receipts.at(-1);
    if (this.playsPast) {
      if (last) await this.hand(channelId, [receipt(externalId, last)]);
      return;
    }
    for (const status of receipts) {
      const waitMs = status === 'read' ? READ_AFTER_MS : DELIVERED_AFTER_MS;
      // Whoever stops the demo meanwhile misses nothing.
      setTimeout(() => {
        this.hand(channelId, [receipt(externalId, status)]).catch(() => undefined);
      }, waitMs).unref();
    }
  }
}

/** In this order. Plain text messages say nothing of being read, though some of their kind do. */
function receiptsOf({ capabilities }: Adapter) {
  const most = capabilities.text.segments
    ? (['delivered'] as const)
    : (['delivered', 'read'] as const);
  return most.filter((status) => capabilities.receipts.includes(status));
}

const receipt = (messageExternalId: string, status: 'delivered' | 'read'): InboundEvent => ({
  ...{ type: 'receipt', messageExternalId, status },
  externalId: `${messageExternalId}-${status}`,
});

/** What was played is read by us, and is nothing that people could open elsewhere. */
function reading(adapter: Adapter): Pick<Adapter, 'parse' | 'original'> {
  const { original } = adapter;
  return {
    parse: (request, settings) =>
      isPlayed(request) ? readPlayed(request) : adapter.parse(request, settings),
    ...(original && { original: (request) => (isPlayed(request) ? null : original(request)) }),
  };
}

/** What is done without an answer is done by doing nothing; what needs one says that this is a demo. */
function quiet(adapter: Adapter): Partial<Adapter> {
  return {
    examine: async () => [NOTICE],
    ...(adapter.connect && { connect: refuse }),
    ...(adapter.download && { download: refuse }),
    ...(adapter.templates && { templates: async () => TEMPLATES }),
    ...(adapter.react && { react: nothing }),
    ...(adapter.revise && { revise: nothing }),
    ...(adapter.markRead && { markRead: nothing }),
    ...(adapter.typing && { typing: nothing }),
  };
}

const nothing = async (): Promise<void> => {};

const refuse = (): Promise<never> => Promise.reject(new ChannelError('rejected', WHY));

const NOTICE: Finding = {
  state: 'warning',
  about: 'Demo',
  text: 'This is a demo: answers go to a pretended platform, which confirms them. Nobody gets them.',
  fix: 'To connect real channels, start Interline without --demo and with another DATA_DIR.',
};

/** A channel that goes nowhere needs nothing to be entered. */
function demandless({ pattern: _pattern, ...field }: SettingField): SettingField {
  return { ...field, required: false };
}

function refuseUnreachable({ to }: OutboundMessage): void {
  if (!OUT_OF_SERVICE.test(to.value)) return;
  throw new ChannelError('rejected', 'The number is out of service.');
}

/** As a platform would have approved them. */
export const TEMPLATES: Template[] = [
  {
    name: 'still_there',
    language: 'en',
    text: 'Hello {{1}}, we have an answer to your question about {{2}}. Reply to this message and we go on.',
    state: 'approved',
  },
  {
    name: 'order_on_its_way',
    language: 'en',
    text: 'Hello {{1}}, {{2}} is on its way and should reach you on {{3}}.',
    state: 'approved',
  },
  {
    name: 'still_there',
    language: 'zh_CN',
    text: '{{1}}您好，您咨询的{{2}}已有回复。回复本条消息即可继续沟通。',
    state: 'approved',
  },
];
