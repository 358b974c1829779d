import { useState } from 'preact/hooks';
import type { Channel } from '../../server/wire/channels.ts';
import type { DeadLetter, DeadLetterPage, RetriedAll } from '../../server/wire/dead-letters.ts';
import { api } from '../api.ts';
import { Button } from '../parts/button.tsx';
import { Card } from '../parts/card.tsx';
import { ConfirmDialog } from '../parts/dialog.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { Loaded, useResource } from '../parts/resource.tsx';
import { SelectField } from '../parts/select-field.tsx';
import { toast } from '../parts/toast.tsx';
import { isAdmin } from '../session/session.ts';
import { live } from '../store/live.ts';
import { describe } from '../words/errors.ts';
import { words } from '../words/words.ts';
import { adminOnly } from './admin-only.ts';
import { DeadLetterRow } from './dead-letter-row.tsx';
import { SectionPage } from './section-page.tsx';

const EVERY = 'all';

/** What did not get out or could not be read, and what to do about it. */
export function DeadLettersPage() {
  const { 'dead-letters': said } = words.value.settings;
  return (
    <SectionPage title={said.title} lead={said.lead}>
      {isAdmin.value ? (
        <Letters />
      ) : (
        <EmptyState title={said.title} shape="diamond">
          {adminOnly()}
        </EmptyState>
      )}
    </SectionPage>
  );
}

function Letters() {
  const [channelId, setChannelId] = useState(EVERY);
  const [asked, setAsked] = useState(0);
  const again = () => setAsked((count) => count + 1);
  const channels = useResource<{ data: Channel[] }>(
    'channels',
    live.value?.directory.channels.value,
  );
  const chosen = channels.value?.data.find(({ id }) => id === channelId);
  return (
    <>
      <Choice
        channels={channels.value?.data ?? []}
        chosen={chosen}
        onChoose={setChannelId}
        onRetried={again}
      />
      <List key={channelId} channelId={channelId} version={asked} />
    </>
  );
}

type ChoiceProps = {
  channels: Channel[];
  chosen: Channel | undefined;
  onChoose: (id: string) => void;
  onRetried: () => void;
};

function Choice({ channels, chosen, onChoose, onRetried }: ChoiceProps) {
  const { 'dead-letters': said } = words.value.settings;
  const [asking, setAsking] = useState(false);
  const every = { value: EVERY, label: said.everyChannel };
  return (
    <div class="setting">
      <SelectField
        label={said.channel}
        value={chosen?.id ?? EVERY}
        choices={[every, ...channels.map(({ id, name }) => ({ value: id, label: name }))]}
        onChange={onChoose}
      />
      <Button
        icon="refresh"
        blocked={chosen ? null : said.retryAllHelp}
        onClick={() => setAsking(true)}
      >
        {said.retryAll}
      </Button>
      {asking && chosen && (
        <RetryAll channel={chosen} onRetried={onRetried} onClose={() => setAsking(false)} />
      )}
    </div>
  );
}

type RetryAllProps = { channel: Channel; onRetried: () => void; onClose: () => void };

function RetryAll({ channel, onRetried, onClose }: RetryAllProps) {
  const { 'dead-letters': said } = words.value.settings;
  const [busy, setBusy] = useState(false);
  const retry = async () => {
    setBusy(true);
    const text = await retryAll(channel.id);
    setBusy(false);
    onClose();
    toast({ text });
    onRetried();
  };
  return (
    <ConfirmDialog
      title={said.retryAllTitle(channel.name)}
      action={said.retryAll}
      busy={busy}
      onConfirm={() => void retry()}
      onClose={onClose}
    >
      <p>{said.retryAllText}</p>
    </ConfirmDialog>
  );
}

/** One call takes some of them: again until none is left. @returns what to say about it */
async function retryAll(channelId: string): Promise<string> {
  let retried = 0;
  for (;;) {
    const answer = await api.post<RetriedAll>('dead-letters/attempts', { channelId });
    if (!answer.ok) return describe(answer.error);
    retried += answer.value.retried;
    if (!answer.value.more) return words.value.settings['dead-letters'].retried(retried);
  }
}

function List({ channelId, version }: { channelId: string; version: number }) {
  const { 'dead-letters': said } = words.value.settings;
  const [more, setMore] = useState<DeadLetterPage | null>(null);
  const chosen = channelId === EVERY ? '' : `?channelId=${channelId}`;
  const first = useResource<DeadLetterPage>(`dead-letters${chosen}`, version);
  const reload = () => {
    setMore(null);
    first.reload();
  };
  const next = async (cursor: string, before: DeadLetter[]) => {
    const query = { cursor, channelId: chosen ? channelId : null };
    const answer = await api.get<DeadLetterPage>('dead-letters', { query });
    if (!answer.ok) return void toast({ text: describe(answer.error) });
    setMore({ data: [...before, ...answer.value.data], next: answer.value.next });
  };
  return (
    <Loaded resource={first}>
      {(value) => {
        const { data, next: cursor } = more ?? value;
        if (data.length === 0) return <NoLetters />;
        return (
          <>
            <Rows letters={data} onChanged={reload} />
            {cursor && <Button onClick={() => void next(cursor, data)}>{said.more}</Button>}
          </>
        );
      }}
    </Loaded>
  );
}

function NoLetters() {
  const { 'dead-letters': said } = words.value.settings;
  return (
    <EmptyState title={said.empty} shape="circle">
      {said.emptyText}
    </EmptyState>
  );
}

function Rows({ letters, onChanged }: { letters: DeadLetter[]; onChanged: () => void }) {
  return (
    <Card title={words.value.settings['dead-letters'].title} flush titleHidden>
      <ul class="rows">
        {letters.map((letter) => (
          <DeadLetterRow key={letter.id} letter={letter} onChanged={onChanged} />
        ))}
      </ul>
    </Card>
  );
}
