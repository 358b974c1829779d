/** All that was said in a conversation, page by page. */
import type { Channel } from '../../server/wire/channels.ts';
import type { OwnConversation } from '../../server/wire/conversations.ts';
import type { EventPage } from '../../server/wire/events.ts';
import type { Message } from '../../server/wire/messages.ts';
import { type ApiError, api, type Query, type Result } from '../api.ts';

export type Transcript = {
  conversation: OwnConversation;
  /** By their ids, as far as they are still there. */
  channels: ReadonlyMap<string, string>;
  messages: Message[];
};

const PAGE = 200;

/** @returns why not, or all of it */
export async function loadTranscript(
  id: string,
  signal: AbortSignal,
): Promise<Transcript | ApiError> {
  const [conversation, channels] = await Promise.all([
    api.get<OwnConversation>(`conversations/${id}`, { signal }),
    api.get<{ data: Channel[] }>('channels', { signal }),
  ]);
  if (!conversation.ok) return conversation.error;
  if (!channels.ok) return channels.error;
  const messages = await allMessages(id, signal);
  if (!messages.ok) return messages.error;
  return {
    conversation: conversation.value,
    channels: new Map(channels.value.data.map((channel) => [channel.id, channel.name])),
    messages: messages.value.toSorted((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt)),
  };
}

/** Of the whole line, with what is read along on it. */
async function allMessages(id: string, signal: AbortSignal): Promise<Result<Message[]>> {
  const all: Message[] = [];
  let before: number | null = null;
  for (;;) {
    const query: Query = { before, limit: PAGE };
    const page: Result<EventPage> = await api.get(`conversations/${id}/line`, { query, signal });
    if (!page.ok) return page;
    const { data, merged = [], more } = page.value;
    for (const event of [...data, ...merged]) {
      if (event.kind === 'message') all.push(event.data.message);
    }
    before = data[0]?.seq ?? null;
    if (!more || before === null) return { ok: true, value: all };
  }
}
