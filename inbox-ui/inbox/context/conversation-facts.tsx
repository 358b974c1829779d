import type { OwnConversation } from '../../../server/wire/conversations.ts';
import { Address } from '../../parts/address.tsx';
import { moment } from '../../words/format.ts';
import { words } from '../../words/words.ts';

/** What there is to know about the conversation itself. */
export function ConversationFacts({ row }: { row: OwnConversation }) {
  const { context, head, priority, thread } = words.value.inbox;
  const facts: [string, string][] = [
    [context.number, thread.number(row.number)],
    [context.channel, row.channel.name],
    [context.status, context.statuses[row.status]],
    [priority.title, priority.names[row.priority]],
    [context.assignee, row.assignee?.name ?? head.nobody],
    [context.started, moment(row.createdAt)],
    ...(row.rating ? [[context.rating, `${row.rating} / 5`] as [string, string]] : []),
  ];
  return (
    <section class="context-part">
      <h3>{context.conversation}</h3>
      <dl class="facts">
        {facts.map(([name, value]) => (
          <div class="fact" key={name}>
            <dt>{name}</dt>
            <dd>
              <span class="fact-value" dir="auto">
                <Address value={value} />
              </span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
