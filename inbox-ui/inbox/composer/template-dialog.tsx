import { useEffect, useState } from 'preact/hooks';
import type { SendingLine, Template, TemplateList } from '../../../server/wire/sending.ts';
import { type ApiError, api } from '../../api.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { FormFailure } from '../../parts/form.tsx';
import { Skeleton } from '../../parts/skeleton.tsx';
import { Tag } from '../../parts/small.tsx';
import type { Store } from '../../store/store.ts';
import { relative } from '../../words/format.ts';
import { now } from '../../words/now.ts';
import { words } from '../../words/words.ts';
import { question, templating } from '../desk.ts';
import { TemplateForm } from './template-form.tsx';

/** Which approved message, what stands in its places, and what it will read. */
export function TemplateDialog({ store }: { store: Store }) {
  const { sending } = words.value.inbox;
  const [chosen, setChosen] = useState<Template | null>(null);
  const about = templating.value;
  if (!about) return null;
  const { conversationId, line } = about;
  const send = (text: string, values: string[]) => {
    if (!chosen) return;
    const { name, language } = chosen;
    const extras = { threadId: line.threadId, template: { name, language, values } };
    store.send({ conversationId, kind: 'reply', text, attachments: [], extras });
    close();
  };
  return (
    <Dialog title={sending.templateTitle} onClose={close} wide>
      {chosen ? (
        <TemplateForm template={chosen} onBack={() => setChosen(null)} onSend={send} />
      ) : (
        <Choice line={line} onChoose={setChosen} />
      )}
    </Dialog>
  );
}

function Choice({ line, onChoose }: { line: SendingLine; onChoose: (one: Template) => void }) {
  const { sending } = words.value.inbox;
  const { list, error, busy, ask } = useTemplates(line.channel.id);
  return (
    <div class="templates">
      <FormFailure error={error} />
      {list === null && !error && <Skeleton lines={4} />}
      {list?.data.length === 0 && <p role="status">{sending.noTemplates}</p>}
      <ul class="later-presets">
        {list?.data.map((template) => (
          <li key={`${template.name} ${template.language}`}>
            <Entry template={template} onChoose={onChoose} />
          </li>
        ))}
      </ul>
      <div class="templates-foot">
        <span>{list?.at && sending.listedAt(relative(list.at, now.value))}</span>
        <Button icon="refresh" busy={busy} onClick={ask}>
          {sending.listAgain}
        </Button>
      </div>
    </div>
  );
}

type EntryProps = { template: Template; onChoose: (one: Template) => void };

function Entry({ template, onChoose }: EntryProps) {
  const { sending } = words.value.inbox;
  const { name, language, text, state } = template;
  const usable = state === 'approved';
  return (
    <button
      type="button"
      class="template"
      aria-disabled={!usable || undefined}
      onClick={() => usable && onChoose(template)}
    >
      <span class="template-head">
        <strong dir="auto">{name}</strong> <span>{language}</span>
        {!usable && (
          <Tag tone={state === 'rejected' ? 'danger' : 'wait'}>{sending.states[state]}</Tag>
        )}
      </span>
      <span class="template-text" dir="auto">
        {text}
      </span>
    </button>
  );
}

/** As the server has them; the platform is asked when nobody has asked it yet, and when wished. */
function useTemplates(channelId: string) {
  const [list, setList] = useState<TemplateList | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);
  const path = `channels/${channelId}/templates`;
  const ask = async () => {
    setBusy(true);
    const answer = await api.post<TemplateList>(path, {});
    setBusy(false);
    setError(answer.ok ? null : answer.error);
    if (answer.ok) setList(answer.value);
  };
  useEffect(() => {
    void api.get<TemplateList>(path).then((answer) => {
      if (!answer.ok) return setError(answer.error);
      setList(answer.value);
      if (answer.value.at === null) void ask();
    });
  }, [path]);
  return { list, error, busy, ask: () => void ask() };
}

function close(): void {
  question.value = null;
  templating.value = null;
}
