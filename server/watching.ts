/** What passes through the composition root is counted there, for those who watch. */
import type { Adapter } from '../adapters/adapter.ts';
import { ChannelError } from '../adapters/errors.ts';
import type { Effect } from './events/effects.ts';
import { messageStates, messages, sends } from './telemetry/figures.ts';
import { inSpan } from './telemetry/traces.ts';

/** Every committed change passes here once, whoever made it. */
export function countEffect(effect: Effect): void {
  if (effect.type !== 'conversation') return;
  for (const event of effect.events) {
    if (event.kind === 'message') messages.inc({ direction: event.data.message.direction });
    else if (event.kind === 'message-state') messageStates.inc({ state: event.data.state });
  }
}

/**
 * An adapter whose sends are timed by what became of them: `accepted`, the kind of a ChannelError (`retry`,
 * `rejected`, …), or `broken` for anything else it throws.
 */
export function watchSends(adapter: Adapter): Adapter {
  const send: Adapter['send'] = (message, settings, tools) =>
    inSpan('client', `send ${adapter.id}`, async (span) => {
      const ended = sends.startTimer({ adapter: adapter.id });
      const became = (outcome: string) => {
        ended({ outcome });
        if (span) span.attributes['interline.outcome'] = outcome;
      };
      try {
        const sent = await adapter.send(message, settings, tools);
        became('accepted');
        return sent;
      } catch (error) {
        became(error instanceof ChannelError ? error.kind : 'broken');
        throw error;
      }
    });
  // In all else it is the adapter itself, whatever becomes of that.
  return new Proxy(adapter, { get: (own, key) => (key === 'send' ? send : Reflect.get(own, key)) });
}
