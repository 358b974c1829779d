import { useState } from 'preact/hooks';
import type { DeadLetter, Retried } from '../../server/wire/dead-letters.ts';
import { api } from '../api.ts';
import { Button } from '../parts/button.tsx';
import { ConfirmDialog } from '../parts/dialog.tsx';
import { ChannelMark, Tag } from '../parts/small.tsx';
import { toast } from '../parts/toast.tsx';
import { describe } from '../words/errors.ts';
import { relative } from '../words/format.ts';
import { now } from '../words/now.ts';
import { words } from '../words/words.ts';

type Props = { letter: DeadLetter; onChanged: () => void };

/** One of them: what it is, why it is here, and the three things one can do. */
export function DeadLetterRow({ letter, onChanged }: Props) {
  const { 'dead-letters': said } = words.value.settings;
  const [asking, setAsking] = useState<'again' | 'discard' | null>(null);
  const [busy, setBusy] = useState(false);
  const act = async (deed: () => Promise<string>) => {
    setBusy(true);
    const text = await deed();
    setBusy(false);
    setAsking(null);
    toast({ text });
    onChanged();
  };
  const again = letter.kind === 'ingress' ? said.readAgain : said.sendAgain;
  const what = titleOf(letter);
  const retry = () => void act(() => tryAgain(letter));
  return (
    <li class="row row-wraps">
      <ChannelMark adapter={letter.channel.adapter} mark={letter.channel.mark} />
      <Facts letter={letter} what={what} />
      <div class="row-end">
        <Button
          label={said.about(what, again)}
          busy={busy}
          onClick={letter.state === 'unknown' ? () => setAsking('again') : retry}
        >
          {again}
        </Button>
        <Button
          look="plain"
          label={said.about(what, said.discard)}
          onClick={() => setAsking('discard')}
        >
          {said.discard}
        </Button>
      </div>
      {asking && (
        <ConfirmDialog
          title={asking === 'again' ? said.unknownTitle : said.discardTitle}
          action={asking === 'again' ? said.sendAgain : said.discard}
          busy={busy}
          onConfirm={asking === 'again' ? retry : () => void act(() => discard(letter))}
          onClose={() => setAsking(null)}
        >
          <p>{asking === 'again' ? said.unknownText : said.discardText}</p>
        </ConfirmDialog>
      )}
    </li>
  );
}

function Facts({ letter, what }: { letter: DeadLetter; what: string }) {
  const { 'dead-letters': said } = words.value.settings;
  const { state, reason, channel, at, contact, conversation } = letter;
  const tone = state === 'failed' ? 'danger' : 'wait';
  const whom = contact === null ? null : said.to(contact);
  return (
    <div class="row-main">
      <p class="row-title">
        {what} <Tag tone={tone}>{said.states[state]}</Tag>
      </p>
      <p class="row-detail">{reason}</p>
      <p class="row-detail">
        {[channel.name, whom, relative(at, now.value)].filter(Boolean).join(' · ')}
        {conversation && (
          <>
            {' · '}
            <a href={`/inbox/all/${conversation.number}`}>
              {said.conversation(conversation.number)}
            </a>
          </>
        )}
      </p>
    </div>
  );
}

/** How a message begins; of what came in nothing is known that could be shown. */
function titleOf({ text }: DeadLetter): string {
  const [line = ''] = (text ?? '').trim().split('\n');
  return line === '' ? words.value.settings['dead-letters'].request : line.slice(0, 80);
}

/** @returns what to say about it */
async function tryAgain({ id }: DeadLetter): Promise<string> {
  const { 'dead-letters': said } = words.value.settings;
  const answer = await api.post<Retried>(`dead-letters/${id}/attempts`, {});
  if (!answer.ok) return describe(answer.error);
  const { state, reason } = answer.value;
  if (state === 'quarantined') return said.stillUnread(reason ?? '');
  return state === 'queued' ? said.queued : said.done;
}

async function discard({ id }: DeadLetter): Promise<string> {
  const answer = await api.remove(`dead-letters/${id}`);
  return answer.ok ? words.value.settings['dead-letters'].discarded : describe(answer.error);
}
