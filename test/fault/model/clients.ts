/** Those outside: visitors with a screen, and a customer of a platform, who has none of ours. */
import { randomInt, randomUUID } from 'node:crypto';
import type { Message } from '../../../server/wire/messages.ts';
import type { VisitorLine, VisitorMessage } from '../../../server/wire/visitor.ts';
import { signed } from '../../support/echo.ts';
import { Remote, visitAt } from '../../support/remote.ts';
import { SECRET, type Workspace } from '../site/workspace.ts';
import { patiently, statusOf, type Try } from './patience.ts';

/** On a line, as the model has it. */
export type Said = Pick<Message, 'text' | 'direction'>;

export type Client = {
  said: Said[];
  /** Says it, once. */
  say(words: { key: string; text: string }): Try;
  /** null: this one has no screen. */
  look: (() => Promise<VisitorMessage[]>) | null;
  /** Found when the first word has been said. */
  conversationId: string | null;
};

export async function visitor({ program, websiteId }: Workspace): Promise<Client> {
  // From somewhere else each time: thousands of people do not share one address.
  const from = {
    'x-forwarded-for': [10, 0, 0, 0].map((part) => part || randomInt(1, 255)).join('.'),
  };
  const { headers } = await patiently(() => visitAt(program.url, websiteId, from));
  const who = new Remote(program.url, { ...headers, ...from });
  const path = `/widget/v1/${websiteId}/messages`;
  return {
    said: [],
    conversationId: null,
    say: (body) => (signal) => statusOf(who, { method: 'POST', path, body }, signal),
    look: async () => (await who.get<VisitorLine>(`${path}?limit=200`)).data,
  };
}

export function customer({ webhook }: Workspace): Client {
  const name = `model-${randomUUID()}`;
  return {
    said: [],
    conversationId: null,
    look: null,
    say({ key, text }) {
      const body = { id: key, from: name, name, text };
      const headers = { 'x-echo-signature': signed(SECRET, JSON.stringify(body)) };
      const platform = new Remote(webhook.origin, headers);
      const what = { method: 'POST', path: webhook.pathname, body } as const;
      return (signal) => statusOf(platform, what, signal);
    },
  };
}
