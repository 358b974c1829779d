/** @jsxImportSource #draw */
/** The message that another one answers, above its words; pressed, it leads there. */
import { plainWords } from '../../../server/wire/markdown.ts';
import type { VisitorMessage, VisitorQuote } from '../../../server/wire/visitor.ts';
import type { Chat } from '../chat.ts';
import { type SayAll, usePart } from './context.ts';
import './quoted.css';

/** Of what is on its way only the id is known. */
type QuotedProps = { quotes: VisitorQuote | string };

export function Quoted({ quotes }: QuotedProps) {
  const { chat, say } = usePart();
  const [id, kept] = typeof quotes === 'string' ? [quotes, null] : [quotes.id, quotes];
  // As it reads by now, where it is at hand.
  const quote = chat.line.messages.value.find((one) => one.id === id) ?? kept;
  if (!quote) return null;
  const words = wordsOf(quote, say);
  return (
    <button
      type="button"
      class="quoted"
      title={say('quoteOf', words)}
      onClick={() => void lead(chat, id)}
    >
      <strong dir="auto">{words.name}</strong>
      <span dir="auto">{words.text}</span>
    </button>
  );
}

/** Who said it, and how it begins. */
export function wordsOf(quote: VisitorQuote | VisitorMessage, say: SayAll) {
  const name = quote.direction === 'in' ? say('you') : quote.author || say('team');
  const gone = 'deleted' in quote && quote.deleted;
  return { name, text: plainWords(quote.text) || say(gone ? 'removed' : 'quoteFile') };
}

/** As far back as it takes. */
async function lead(chat: Chat, id: string): Promise<void> {
  const isHeld = () => chat.line.messages.value.some((one) => one.id === id);
  try {
    while (!isHeld() && chat.line.older.value) await chat.sync.older();
  } catch {
    return;
  }
  // Drawn by then.
  setTimeout(() => {
    const entry = document.getElementById(id);
    entry?.setAttribute('tabindex', '-1');
    entry?.scrollIntoView({ block: 'center' });
    entry?.focus({ preventScroll: true });
  });
}
