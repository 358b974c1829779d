import type { TargetedKeyboardEvent } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { useModal } from '../../parts/dialog.tsx';
import { Icon } from '../../parts/icon.tsx';
import { KeyCap } from '../../parts/key-cap.tsx';
import type { Store } from '../../store/store.ts';
import { words } from '../../words/words.ts';
import { askedFirst, question, sendFirst } from '../desk.ts';
import { MacroPreview } from '../macros/macro-preview.tsx';
import './keys.css';
import type { Choice } from './choice.ts';
import { choicesFor, type Mood, typedChoice } from './choices.ts';
import { coinedChoice } from './tag-choices.ts';
import { useTypedMoment } from './typed-moment.ts';

type Props = { store: Store; mood: Mood };

/** Type what you want to do. Also where A and H ask whom and until when. */
export function CommandMenu({ store, mood }: Props) {
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(() => beginning(store, mood));
  const { commands } = words.value.inbox;
  const dialog = useModal(cancel);
  const choices = useChoices(store, mood, typed);
  const active = choices[Math.min(at, choices.length - 1)];
  const title = mood === 'commands' ? commands.title : commands[mood];
  const pick = (choice: Choice | undefined) => {
    if (choice && !choice.keepsQuestion) closeMenu();
    choice?.pick();
  };
  const keys = (event: TargetedKeyboardEvent<HTMLElement>) => {
    const by = { ArrowDown: 1, ArrowUp: -1, Enter: 0 }[event.key];
    if (event.isComposing || by === undefined) return;
    event.preventDefault();
    if (by === 0) pick(active);
    else setAt(wrap(at, by, choices.length));
  };
  const type = (text: string) => {
    setTyped(text);
    setAt(0);
  };
  return (
    <dialog ref={dialog} class="dialog command-menu" aria-label={title} onClose={cancel}>
      <div class="command-field">
        <Icon name={ICONS[mood]} />
        <input
          type="text"
          role="combobox"
          aria-expanded="true"
          aria-controls="commands"
          aria-activedescendant={active ? `command-${active.id}` : undefined}
          aria-label={title}
          placeholder={placeholderOf(mood)}
          autocomplete="off"
          spellcheck={false}
          value={typed}
          onInput={(event) => type(event.currentTarget.value)}
          onKeyDown={keys}
        />
      </div>
      <Choices title={title} choices={choices} active={active} pick={pick} />
      {active?.macro && <MacroPreview store={store} macro={active.macro} />}
    </dialog>
  );
}

/** Nothing is typed yet: all of them are there. */
function beginning(store: Store, mood: Mood): number {
  const first = askedFirst.peek();
  return Math.max(
    0,
    first === null ? 0 : choicesFor(store, mood).findIndex(({ id }) => id === first),
  );
}

function useChoices(store: Store, mood: Mood, typed: string): Choice[] {
  const moment = useTypedMoment(typed, mood === 'snooze');
  return useMemo(() => {
    const fitting = filter(choicesFor(store, mood), typed);
    if (mood === 'tag') return [...fitting, ...coinedChoice(store, typed)];
    return moment ? [typedChoice(store, moment), ...fitting] : fitting;
  }, [
    store,
    mood,
    typed,
    moment?.getTime(),
    store.directory.tags.value,
    store.directory.macros.value,
  ]);
}

function placeholderOf(mood: Mood): string {
  const { commands } = words.value.inbox;
  const placeholders = {
    commands: commands.find,
    assign: commands.assign,
    snooze: commands.when,
    status: commands.whichStatus,
    macro: commands.whichMacro,
    tag: commands.whichTag,
  };
  return placeholders[mood];
}

type ChoicesProps = {
  title: string;
  choices: Choice[];
  active: Choice | undefined;
  pick: (choice: Choice) => void;
};

function Choices({ title, choices, active, pick }: ChoicesProps) {
  return (
    <>
      <div id="commands" class="command-list scroll" role="listbox" aria-label={title}>
        {choices.map((choice) => (
          <ChoiceRow
            key={choice.id}
            choice={choice}
            active={choice === active}
            pick={() => pick(choice)}
          />
        ))}
      </div>
      {choices.length === 0 && <p class="command-none">{words.value.inbox.commands.none}</p>}
    </>
  );
}

function wrap(at: number, by: number, length: number): number {
  return length === 0 ? 0 : (Math.min(at, length - 1) + by + length) % length;
}

const ICONS = {
  commands: 'search',
  assign: 'person',
  snooze: 'snooze',
  status: 'priority',
  macro: 'macro',
  tag: 'tag',
} as const;

function ChoiceRow({
  choice,
  active,
  pick,
}: {
  choice: Choice;
  active: boolean;
  pick: () => void;
}) {
  return (
    <button
      type="button"
      id={`command-${choice.id}`}
      role="option"
      tabIndex={-1}
      aria-selected={active}
      class={`menu-item command${active ? ' is-active' : ''}`}
      ref={(element) => {
        if (active) element?.scrollIntoView({ block: 'nearest' });
      }}
      onClick={pick}
    >
      <span class="menu-item-label">
        {choice.label}
        {choice.hint && <span class="command-hint">{choice.hint}</span>}
      </span>
      {choice.checked && <Icon name="check" />}
      {choice.keys && <KeyCap keys={choice.keys} />}
    </button>
  );
}

/** Nothing was chosen: what was to be sent along stays in its field. */
function cancel(): void {
  sendFirst.value = null;
  closeMenu();
}

function closeMenu(): void {
  question.value = null;
}

/** Every typed word must begin a word of the choice, in any order. */
function filter(choices: Choice[], typed: string): Choice[] {
  const wanted = typed.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return choices;
  return choices.filter(({ label }) => {
    const said = label.toLowerCase();
    const parts = said.split(/\s+/);
    return wanted.every(
      (word) => parts.some((part) => part.startsWith(word)) || said.includes(word),
    );
  });
}
