import { useMemo, useState } from 'preact/hooks';
import type { Named } from '../../../server/wire/mentions.ts';
import { Button } from '../../parts/button.tsx';
import { words } from '../../words/words.ts';
import { RichText } from '../thread/rich-text.tsx';
import { SafeText } from '../thread/safe-text.tsx';
import { shorten } from './shorten.ts';

type Props = {
  text: string;
  people?: readonly Named[] | undefined;
  /** Its marks are shown as what they stand for. */
  rich?: boolean | undefined;
  /** Nobody of us wrote it. */
  foreign?: boolean | undefined;
};

/** What somebody wrote; when it is very long, its beginning and the way to the rest. */
export function LetterText({ text, people, rich, foreign }: Props) {
  const { letters } = words.value.inbox;
  const [whole, setWhole] = useState(false);
  const short = useMemo(() => shorten(text), [text]);
  const shown = short && !whole ? short.beginning : text;
  const drawn = rich ? (
    <RichText text={shown} foreign={foreign} />
  ) : (
    <SafeText text={shown} people={people} />
  );
  if (!short) return drawn;
  return (
    <>
      {drawn}
      <p>
        <Button look="link" onClick={() => setWhole(!whole)}>
          {whole ? letters.showLess : letters.showAll(short.lines)}
        </Button>
      </p>
    </>
  );
}

/** What only repeats earlier messages, for who wants to see it. */
export function Quoted({ text }: { text: string }) {
  const { letters } = words.value.inbox;
  const [shown, setShown] = useState(false);
  return (
    <div class="quoted">
      <Button look="link" onClick={() => setShown(!shown)}>
        {shown ? letters.hideQuoted : letters.showQuoted}
      </Button>
      {shown && (
        <blockquote>
          <SafeText text={text} />
        </blockquote>
      )}
    </div>
  );
}
