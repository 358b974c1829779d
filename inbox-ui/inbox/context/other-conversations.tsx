import type { Contact } from '../../../server/wire/contacts.ts';
import { ChannelMark } from '../../parts/small.tsx';
import { shortMoment } from '../../words/format.ts';
import { now } from '../../words/now.ts';
import { words } from '../../words/words.ts';
import { addressOf } from '../desk.ts';

/** What the person wrote about before. */
export function OtherConversations({ contact, id }: { contact: Contact; id: string }) {
  const { context, thread } = words.value.inbox;
  const others = contact.conversations.filter((conversation) => conversation.id !== id);
  return (
    <section class="context-part">
      <h3>{context.previous}</h3>
      {others.length === 0 && <p class="context-none">{context.noPrevious}</p>}
      <ul class="others">
        {others.map((one) => (
          <li key={one.id}>
            <a href={addressOf(one.id, 'all')} class="other">
              <ChannelMark adapter={one.channel.adapter} mark={one.channel.mark} />
              <span class="other-text">
                <span class="truncate" dir="auto">
                  {one.subject || one.preview || thread.number(one.number)}
                </span>
                <span class="other-about">
                  {context.statuses[one.status]} · {shortMoment(one.lastMessageAt, now.value)}
                </span>
              </span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
