import type { Channel } from '../../../server/wire/channels.ts';
import type { Message } from '../../../server/wire/messages.ts';
import { REACTIONS } from '../../../server/wire/reactions.ts';
import { api } from '../../api.ts';
import { IconMenu } from '../../parts/icon-menu.tsx';
import type { MenuItem } from '../../parts/menu.tsx';
import { toast } from '../../parts/toast.tsx';
import type { Store } from '../../store/store.ts';
import { words } from '../../words/words.ts';
import { isQuotable, quote } from '../composer/quoting.ts';
import { keyOf } from '../keys/bindings.ts';
import { mayEdit, mayTakeBack, revised, takingBack } from '../revising/revising.ts';
import { isSplittable, split } from '../splitting/split.ts';
import { answer } from './answering.ts';
import { isLetter } from './people.ts';

type Props = { store: Store; message: Message; author: string };

/** What can be done with one message: answered in its ways, passed on, taken along as it came. */
export function MessageMenu({ store, message, author }: Props) {
  const { letters } = words.value.inbox;
  const items = itemsFor(store, message);
  if (items.length === 0) return null;
  return (
    <span class="message-menu">
      <IconMenu label={letters.actions(author)} items={items} />
    </span>
  );
}

function itemsFor(store: Store, message: Message): MenuItem[] {
  const { letters } = words.value.inbox;
  const items: MenuItem[] = [];
  if (isLetter(message) && message.state !== 'cancelled') {
    items.push(
      { label: letters.reply, icon: 'reply', onPick: () => answer(store, message, 'reply') },
      { label: letters.replyAll, icon: 'reply-all', onPick: () => answer(store, message, 'all') },
      {
        label: letters.forward,
        icon: 'forwarded',
        onPick: () => answer(store, message, 'forward'),
      },
    );
  }
  if (message.raw) {
    const { conversationId, id } = message;
    const href = `/api/v1/conversations/${conversationId}/messages/${id}/raw`;
    items.push({ label: letters.raw, icon: 'download', href });
  }
  return [
    ...items,
    ...quotingFor(store, message),
    ...revisingFor(store, message),
    ...splittingFor(store, message),
    ...reactionsFor(store, message),
  ];
}

function revisingFor(store: Store, message: Message): MenuItem[] {
  const { revising } = words.value.inbox;
  const { id } = message;
  const edit: MenuItem = {
    label: revising.edit,
    icon: 'drafts',
    onPick: () => {
      revised.value = id;
    },
  };
  const remove: MenuItem = {
    label: revising.delete,
    icon: 'trash',
    onPick: () => {
      takingBack.value = id;
    },
  };
  return [
    ...(mayEdit(store, message) ? [edit] : []),
    ...(mayTakeBack(store, message) ? [remove] : []),
  ];
}

function quotingFor(store: Store, message: Message): MenuItem[] {
  if (!channelOf(store, message)?.sending.quotes || !isQuotable(message)) return [];
  const { sending } = words.value.inbox;
  return [{ label: sending.quote, icon: 'reply', onPick: () => quote(store, message) }];
}

function splittingFor(store: Store, message: Message): MenuItem[] {
  if (!isSplittable(store, message)) return [];
  const { splitting } = words.value.inbox;
  const onPick = () => void split(store, message);
  return [{ label: splitting.from, keys: keyOf('split'), icon: 'split', onPick }];
}

function channelOf(store: Store, { channelId }: Message): Channel | undefined {
  return store.directory.channels.value?.find(({ id }) => id === channelId);
}

function reactionsFor(store: Store, message: Message): MenuItem[] {
  const known = channelOf(store, message)?.reactions ?? false;
  if (!known || message.direction !== 'in' || message.deletedAt) return [];
  const { said } = words.value.inbox.letters;
  const ours = message.reactions.find(({ by }) => by === 'us')?.emoji;
  const choices = REACTIONS.map((emoji) => ({
    label: emoji,
    sign: true,
    checked: emoji === ours,
    onPick: () => void react(message, emoji),
  }));
  const back = ours && { label: said.takeBack(ours), onPick: () => void react(message, null) };
  return [{ heading: said.react }, ...choices, ...(back ? [back] : [])];
}

async function react({ conversationId, id }: Message, emoji: string | null): Promise<void> {
  const path = `conversations/${conversationId}/messages/${id}/reaction`;
  const result = await api.put<Message>(path, { emoji });
  if (result.ok) return;
  toast({ text: words.peek().inbox.letters.said.notReacted(result.error.detail) });
}
