/** Everything there is, read anew over the API, as somebody would who has just arrived. */
import type { Conversation } from '../../../server/wire/conversations.ts';
import type { ConversationEvent } from '../../../server/wire/events.ts';
import type { Message } from '../../../server/wire/messages.ts';
import type { VisitorMessage } from '../../../server/wire/visitor.ts';
import type { Remote } from '../../support/remote.ts';

export type FreshConversation = {
  row: Conversation;
  events: ConversationEvent[];
  messages: Message[];
};

type Page<Item> = { data: Item[] };

export async function readConversations(program: Remote): Promise<FreshConversation[]> {
  const { data } = await program.get<Page<Conversation>>(
    '/api/v1/conversations?view=all&limit=200',
  );
  const read: FreshConversation[] = [];
  for (const row of data) {
    const at = `/api/v1/conversations/${row.id}`;
    read.push({
      row,
      events: await readAll<ConversationEvent>(program, `${at}/events`),
      messages: await readAll<Message>(program, `${at}/messages`),
    });
  }
  return read;
}

export const readVisitorLine = (visitor: Remote, channelId: string): Promise<VisitorMessage[]> =>
  readAll<VisitorMessage>(visitor, `/widget/v1/${channelId}/messages`);

async function readAll<Item extends { seq: number }>(who: Remote, path: string): Promise<Item[]> {
  const all: Item[] = [];
  for (;;) {
    const after = all.at(-1)?.seq ?? 0;
    const { data } = await who.get<Page<Item>>(`${path}?after=${after}&limit=200`);
    if (data.length === 0) return all;
    all.push(...data);
  }
}
