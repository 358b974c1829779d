/** @jsxImportSource #draw */
/** The end of a talk: that it is over, and, where the channel asks, how it was. Nothing waits for it. */
import { useSignal } from '../draw/hooks.ts';
import { rateTalk } from '../talk.ts';
import { usePart } from './context.ts';
import './closing.css';

const SCORES = [1, 2, 3, 4, 5] as const;
type Score = (typeof SCORES)[number];

export function Closing() {
  const { chat, say } = usePart();
  const thanks = useSignal(false);
  const asked = chat.config.value?.rates && chat.line.talk.value === 'over';
  return (
    <>
      <li class="day" aria-live="off">
        {say('ended')}
      </li>
      {chat.nudge.value && (
        <li class="greeting" aria-live="off">
          <p class="hello" dir="auto">
            {chat.nudge.value.text}
          </p>
        </li>
      )}
      {asked && <Rating done={() => (thanks.value = true)} />}
      <li class={thanks.value ? 'entry theirs first' : 'aside'} aria-live="off">
        <p class={thanks.value ? 'bubble' : 'aside'} role="status">
          {thanks.value && say('rateThanks')}
        </p>
      </li>
    </>
  );
}

function Rating({ done }: { done: () => void }) {
  const { chat, say } = usePart();
  const score = useSignal<Score | null>(null);
  const comment = useSignal('');
  const state = useSignal<'idle' | 'busy' | 'failed'>('idle');
  const send = async () => {
    if (score.value === null || state.value === 'busy') return;
    state.value = 'busy';
    try {
      const text = comment.value.trim();
      await rateTalk(chat, { score: score.value, ...(text && { comment: text }) });
      done();
    } catch {
      state.value = 'failed';
    }
  };
  return (
    <li class="entry theirs first">
      <form
        class="bubble rating"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <fieldset>
          <legend>{say('rateAsk')}</legend>
          <div class="faces">
            {SCORES.map((one) => (
              <Face key={one} score={one} choose={() => (score.value = one)} />
            ))}
          </div>
        </fieldset>
        {score.value !== null && (
          <>
            <label for="rating-comment">{say('rateComment')}</label>
            <textarea
              id="rating-comment"
              rows={3}
              maxLength={1000}
              dir="auto"
              value={comment.value}
              onInput={(event) => (comment.value = event.currentTarget.value)}
            />
            <p class="wrong" role="alert">
              {state.value === 'failed' && say('rateFailed')}
            </p>
            <button type="submit" class="plain" aria-disabled={state.value === 'busy'}>
              {say('rateSend')}
            </button>
          </>
        )}
      </form>
    </li>
  );
}

/** From a frown to a smile; what each means is said in words, too. */
const MOUTHS: Record<Score, string> = {
  1: 'M8 17q4-4.5 8 0',
  2: 'M8 16.5q4-2 8 0',
  3: 'M8 16h8',
  4: 'M8 15q4 2.5 8 0',
  5: 'M7.5 14q4.5 5.5 9 0',
};

function Face({ score, choose }: { score: Score; choose: () => void }) {
  const { say } = usePart();
  return (
    <label class="face" title={say(`rate${score}`)}>
      <input type="radio" name="rating" value={String(score)} onChange={choose} />
      <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
        <path d="M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M9 9.5v.5M15 9.5v.5" />
        <path d={MOUTHS[score]} />
      </svg>
      <span class="aside">{say(`rate${score}`)}</span>
    </label>
  );
}
