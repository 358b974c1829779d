/** What the signs of life of a channel say: the steps of a first message, and the likeliest causes when it does not come. */
import type { AdapterInfo, Channel, ChannelSigns } from '../../server/wire/channels.ts';
import { words } from '../words/words.ts';

export type Step = {
  id: 'handshake' | 'received' | 'understood' | 'answered' | 'confirmed';
  state: 'done' | 'waiting' | 'failed';
  at: string | null;
  problem: string | null;
};

/** In the order in which they happen; only those that can happen on such a channel. */
export function stepsOf(signs: ChannelSigns, adapter: AdapterInfo): Step[] {
  const { live } = words.value.settings.connecting;
  const { refused, unread, handshakeAt } = signs;
  const step = (id: Step['id'], at: string | null, problem: string | null = null): Step => {
    return { id, at, problem, state: at ? 'done' : problem ? 'failed' : 'waiting' };
  };
  return [
    ...(handshakeAt ? [step('handshake', handshakeAt)] : []),
    step('received', signs.receivedAt, refused && live.refused(refused.count)),
    step('understood', signs.understoodAt, unread),
    step('answered', signs.answeredAt),
    ...(confirms(adapter) ? [step('confirmed', signs.confirmedAt)] : []),
  ];
}

type Case = { signs: ChannelSigns; channel: Channel; adapter: AdapterInfo; local: string | null };

const MOST_CAUSES = 4;

/** The likeliest first: what was seen, then what the channel declares, then what is usual. */
export function causesOf({ signs, channel, adapter, local }: Case): string[] {
  const { connecting, channels } = words.value.settings;
  const { causes } = connecting.live;
  const secrets = adapter.settings.filter(({ secret }) => secret).map(({ label }) => label);
  const problem = channel.fetching?.problem;
  const known = [
    signs.refused && causes.signature(secrets),
    problem?.reason,
    local && channels.local(local),
  ].filter((cause) => typeof cause === 'string');
  const usual = [
    adapter.connects ? causes.notConnected : causes.otherAddress,
    causes.events,
    causes.unreachable,
  ];
  return [...known, ...adapter.causes, ...usual].slice(0, MOST_CAUSES);
}

function confirms({ capabilities }: AdapterInfo): boolean {
  const { receipts } = capabilities;
  return Array.isArray(receipts) && receipts.length > 0;
}
