import { plainWords } from '../../../server/wire/markdown.ts';
import type { Message, Quote } from '../../../server/wire/messages.ts';
import { Icon } from '../../parts/icon.tsx';
import { toast } from '../../parts/toast.tsx';
import type { Store } from '../../store/store.ts';
import { words } from '../../words/words.ts';
import { leadTo } from './lead-to.ts';
import { nameIn } from './said-by.ts';

type AboveProps = { store: Store; message: Pick<Message, 'context' | 'template' | 'quotes'> };

/** Where it comes from, as what it went, and what it answers, above the words. */
export function Above({ store, message }: AboveProps) {
  const { context, template, quotes } = message;
  const { sending } = words.value.inbox;
  return (
    <>
      {template && (
        <p class="message-context" title={template.language}>
          <Icon name="file" size={14} />
          <span dir="auto">{sending.sentAs(template.name)}</span>
        </p>
      )}
      {context && (
        <p class="message-context">
          <Icon name="info" size={14} />
          <span dir="auto">{context}</span>
        </p>
      )}
      {quotes && <Quoted store={store} quote={quotes} />}
    </>
  );
}

function Quoted({ store, quote }: { store: Store; quote: Quote }) {
  const { letters } = words.value.inbox;
  const name = nameIn(store, quote);
  const lead = async () => {
    if (!(await leadTo(store, quote.id))) toast({ text: letters.said.quotedGone });
  };
  return (
    <button
      type="button"
      class="message-quote"
      title={letters.said.toQuoted(name)}
      onClick={() => void lead()}
    >
      <strong dir="auto">{name}</strong>
      <span class="truncate" dir="auto">
        {plainWords(quote.text) || letters.said.noWords}
      </span>
    </button>
  );
}

/** That it is not what it was. */
export function Changed({ message: { editedAt, deletedAt } }: { message: Message }) {
  const { said } = words.value.inbox.letters;
  if (deletedAt) return <p class="bubble-unsupported">{said.deleted}</p>;
  return editedAt ? <p class="message-edited">{said.edited}</p> : null;
}

/** What people put under it, and why ours did not get there. */
export function Reactions({ message: { reactions, reactionProblem } }: { message: Message }) {
  const { letters, thread } = words.value.inbox;
  const { said } = letters;
  return (
    <>
      {reactions.length > 0 && (
        <ul class="message-reactions" aria-label={said.reactions}>
          {reactions.map(({ by, name, emoji }) => (
            <li key={`${by} ${name} ${emoji}`} title={by === 'us' ? thread.you : name}>
              <span aria-hidden="true">{emoji}</span>
              <span class="hidden-text">
                {said.reaction(emoji, by === 'us' ? thread.you : name)}
              </span>
            </li>
          ))}
        </ul>
      )}
      {reactionProblem && (
        <p class="message-state is-failed" role="status">
          <Icon name="alert" size={14} />
          <span dir="auto">{said.notReacted(reactionProblem)}</span>
        </p>
      )}
    </>
  );
}
