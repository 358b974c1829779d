/** All that was said in a conversation, page by page. */
import type { Channel } from '../../server/wire/channels.ts';
import type { OwnConversation } from '../../server/wire/conversations.ts';
import type { Message } from '../../server/wire/messages.ts';
import { type ApiError, api, type Result } from '../api.ts';

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
  const messages: Message[] = [];
  for (const part of [conversation.value.id, ...conversation.value.mergedIds]) {
    const said = await allMessages(part, signal);
    if (!said.ok) return said.error;
    messages.push(...said.value);
  }
  return {
    conversation: conversation.value,
    channels: new Map(channels.value.data.map((channel) => [channel.id, channel.name])),
    messages: messages.toSorted((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt)),
  };
}

async function allMessages(id: string, signal: AbortSignal): Promise<Result<Message[]>> {
  const all: Message[] = [];
  for (;;) {
    const query = { after: all.at(-1)?.seq ?? 0, limit: PAGE };
    const page = await api.get<{ data: Message[] }>(`conversations/${id}/messages`, {
      query,
      signal,
    });
    if (!page.ok) return page;
    all.push(...page.value.data);
    if (page.value.data.length < PAGE) return { ok: true, value: all };
  }
}
