import { useEffect, useState } from 'preact/hooks';
import { isTranscribed } from '../../server/wire/transcript.ts';
import type { ApiError } from '../api.ts';
import { Banner } from '../parts/banner.tsx';
import { Button } from '../parts/button.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { Switch } from '../parts/switch.tsx';
import { session } from '../session/session.ts';
import { usePageTitle } from '../shell/page.tsx';
import { describe } from '../words/errors.ts';
import { date, moment } from '../words/format.ts';
import { words } from '../words/words.ts';
import { loadTranscript, type Transcript } from './load-transcript.ts';
import { SaidList } from './said-list.tsx';
import './transcript.css';

/** A conversation on paper: what was said, to be printed or kept. Notes only when asked for. */
export function TranscriptPage({ id }: { id: string }) {
  const { transcript, error } = useTranscript(id);
  const [internal, setInternal] = useState(false);
  const { inbox, common } = words.value;
  const { conversation } = transcript ?? {};
  usePageTitle(
    conversation
      ? inbox.transcript.title(conversation.contact.name, conversation.number)
      : common.product,
  );
  return (
    <div class="transcript-desk">
      <header class="transcript-bar">
        <Button icon="back" href={`/inbox/all/${id}`}>
          {inbox.transcript.back}
        </Button>
        <Switch
          label={inbox.transcript.internal}
          help={inbox.transcript.internalHelp}
          checked={internal}
          onChange={setInternal}
        />
        {transcript && (
          <Button look="primary" onClick={() => print()}>
            {inbox.transcript.print}
          </Button>
        )}
      </header>
      <main class="transcript-paper" data-theme="light">
        {error && <Banner tone="danger">{describe(error)}</Banner>}
        {transcript ? (
          <Paper transcript={transcript} internal={internal} />
        ) : (
          !error && <Skeleton />
        )}
      </main>
    </div>
  );
}

function useTranscript(id: string) {
  const [transcript, setTranscript] = useState<Transcript | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    void loadTranscript(id, abort.signal).then((found) => {
      if (abort.signal.aborted) return;
      if ('messages' in found) setTranscript(found);
      else setError(found);
    });
    return () => abort.abort();
  }, [id]);
  return { transcript, error };
}

type PaperProps = { transcript: Transcript; internal: boolean };

function Paper({ transcript, internal }: PaperProps) {
  const said = words.value.inbox.transcript;
  const { conversation } = transcript;
  const messages = transcript.messages.filter((message) => isTranscribed(message, internal));
  return (
    <>
      <h1>{said.title(conversation.contact.name, conversation.number)}</h1>
      <Facts transcript={transcript} />
      {messages.length === 0 ? (
        <p>{said.nothing}</p>
      ) : (
        <SaidList messages={messages} channels={transcript.channels} />
      )}
      <footer>{said.printed(moment(Date.now()), session.value?.agent.name ?? '')}</footer>
    </>
  );
}

function Facts({ transcript: { conversation, messages } }: { transcript: Transcript }) {
  const said = words.value.inbox.transcript;
  const { contact, channel, subject, createdAt, lastMessageAt } = conversation;
  const begin = date(messages[0]?.createdAt ?? createdAt);
  const end = date(messages.at(-1)?.createdAt ?? lastMessageAt);
  const facts: [string, string][] = [
    [said.customer, contact.name],
    [said.subject, subject],
    [said.channel, channel.name],
    [said.span, begin === end ? begin : said.from(begin, end)],
  ];
  return (
    <dl class="transcript-facts">
      {facts
        .filter(([, value]) => value !== '')
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd dir="auto">{value}</dd>
          </div>
        ))}
    </dl>
  );
}
