import type { MacroAction } from '../../../server/wire/macros.ts';
import { PRIORITIES } from '../../inbox/priority/priorities.ts';
import { type Choice, SelectField } from '../../parts/select-field.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { live } from '../../store/live.ts';
import { words } from '../../words/words.ts';

type Props<Action extends MacroAction = MacroAction> = {
  action: Action;
  error: string | null;
  change: (action: MacroAction) => void;
};
type Of<Kind extends MacroAction['do']> = Extract<MacroAction, { do: Kind }>;

/** What a step has to know: a text, a person, a tag, a moment. */
export function StepValue({ action, ...rest }: Props) {
  if ('text' in action) return <Text action={action} {...rest} />;
  if ('tagId' in action) return <TagChoice action={action} {...rest} />;
  switch (action.do) {
    case 'assign':
      return <Owner action={action} {...rest} />;
    case 'priority':
      return <PriorityChoice action={action} {...rest} />;
    case 'status':
      return <StatusChoice action={action} {...rest} />;
    case 'snooze':
      return <Until action={action} {...rest} />;
  }
}

function Text({ action, error, change }: Props<Extract<MacroAction, { text: string }>>) {
  const said = words.value.settings.macros;
  const replies = live.value?.directory.savedReplies.value ?? [];
  const set = (text: string) => change({ ...action, text });
  const saved = [
    { value: '', label: said.fromSaved },
    ...replies.map(({ id, name }) => ({ value: id, label: name })),
  ];
  const take = (id: string) => {
    const reply = replies.find((one) => one.id === id);
    if (reply) set([action.text, reply.text].filter(Boolean).join('\n\n'));
  };
  return (
    <>
      <TextField label={said.text} value={action.text} lines={4} error={error} onInput={set} />
      {replies.length > 0 && (
        <SelectField label={said.saved} value="" choices={saved} onChange={take} />
      )}
    </>
  );
}

function TagChoice({ action, error, change }: Props<Of<'tag' | 'untag'>>) {
  const tags = live.value?.directory.tags.value ?? [];
  const shown = tags.filter(({ id, offered }) => offered || id === action.tagId);
  const choices = shown.map(({ id, name }) => ({ value: id, label: name }));
  const set = (tagId: string) => change({ ...action, tagId });
  const label = words.value.settings.macros.tag;
  return (
    <SelectField
      label={label}
      value={action.tagId}
      choices={choices}
      error={error}
      onChange={set}
    />
  );
}

function Owner({ action, change }: Props<Of<'assign'>>) {
  const { inbox, settings } = words.value;
  const agents = live.value?.directory.agents.value ?? [];
  const here = agents.filter(({ id, removedAt }) => removedAt === null || id === action.to);
  const choices = [
    { value: 'me', label: settings.macros.whoever },
    { value: 'nobody', label: inbox.head.nobody },
    ...here.map(({ id, name }) => ({ value: id, label: name })),
  ];
  const set = (to: string) => change({ ...action, to });
  const label = settings.macros.owner;
  return <SelectField label={label} value={action.to} choices={choices} onChange={set} />;
}

function PriorityChoice({ action, change }: Props<Of<'priority'>>) {
  const { title, names } = words.value.inbox.priority;
  const choices = PRIORITIES.map((value) => ({ value, label: names[value] }));
  const set = (priority: (typeof PRIORITIES)[number]) => change({ ...action, priority });
  return <SelectField label={title} value={action.priority} choices={choices} onChange={set} />;
}

function StatusChoice({ action, change }: Props<Of<'status'>>) {
  const { context, macros } = words.value.inbox;
  const choices: Choice<'done' | 'open'>[] = [
    { value: 'done', label: macros.steps.status.done },
    { value: 'open', label: macros.steps.status.open },
  ];
  const set = (status: 'done' | 'open') => change({ ...action, status });
  return (
    <SelectField label={context.status} value={action.status} choices={choices} onChange={set} />
  );
}

function Until({ action, error, change }: Props<Of<'snooze'>>) {
  const said = words.value.settings.macros;
  return (
    <TextField
      label={said.until}
      value={action.until}
      maxLength={60}
      help={said.untilHelp}
      error={error}
      onInput={(until) => change({ ...action, until })}
    />
  );
}
