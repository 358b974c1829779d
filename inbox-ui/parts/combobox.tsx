import type { TargetedKeyboardEvent } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';
import { words } from '../words/words.ts';
import { FieldFrame } from './field.tsx';
import { place } from './place.ts';

const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };

export type Option = { id: string; label: string; detail?: string };

type Props = {
  label: string;
  options: readonly Option[];
  selected: string | null;
  placeholder?: string | undefined;
  onSelect: (id: string) => void;
};

/** One of many, found by typing. The input keeps the focus; the list is named by `aria-activedescendant`. */
export function Combobox({ label, options, selected, placeholder, onSelect }: Props) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [typed, setTyped] = useState<string | null>(null);
  const [active, setActive] = useState(0);
  const found = matching(options, typed);
  const open = typed !== null;
  const show = (text: string, anchor: HTMLElement) => {
    setTyped(text);
    setActive(0);
    list.current?.showPopover();
    if (list.current) place(list.current, anchor.getBoundingClientRect(), 'below', 'start');
  };
  const hide = () => {
    setTyped(null);
    list.current?.hidePopover();
  };
  const choose = (option: Option | undefined) => {
    hide();
    if (option) onSelect(option.id);
  };
  const keys = { count: found.length, active, open, setActive, hide, show };
  const current = options.find((option) => option.id === selected)?.label ?? '';
  return (
    <FieldFrame id={id} label={label}>
      <div class="field-box combobox">
        <input
          id={id}
          role="combobox"
          autocomplete="off"
          aria-expanded={open}
          aria-controls={`${id}-list`}
          aria-activedescendant={open && found.length > 0 ? `${id}-${active}` : undefined}
          placeholder={placeholder}
          value={typed ?? current}
          onInput={(event) => show(event.currentTarget.value, event.currentTarget)}
          onClick={(event) => open || show('', event.currentTarget)}
          onFocus={(event) => event.currentTarget.select()}
          onBlur={hide}
          onKeyDown={(event) => press(event, keys, () => choose(found[active]))}
        />
        <div ref={list} class="popover combobox-list" popover="manual">
          <Options id={id} label={label} found={found} active={active} choose={choose} />
        </div>
      </div>
    </FieldFrame>
  );
}

type Keys = {
  count: number;
  active: number;
  open: boolean;
  setActive: (index: number) => void;
  hide: () => void;
  show: (text: string, anchor: HTMLElement) => void;
};

function press(
  event: TargetedKeyboardEvent<HTMLInputElement>,
  { count, active, open, setActive, hide, show }: Keys,
  choose: () => void,
): void {
  const step = STEPS[event.key];
  if (step !== undefined) {
    event.preventDefault();
    if (open && count > 0) setActive((active + step + count) % count);
    else if (!open) show('', event.currentTarget);
  }
  if (!open || (event.key !== 'Enter' && event.key !== 'Escape')) return;
  event.preventDefault();
  event.stopPropagation();
  if (event.key === 'Enter') choose();
  else hide();
}

function matching(options: readonly Option[], typed: string | null): Option[] {
  const wanted = (typed ?? '').trim().toLocaleLowerCase();
  return options.filter(({ label, detail = '' }) =>
    `${label} ${detail}`.toLocaleLowerCase().includes(wanted),
  );
}

type OptionsProps = {
  id: string;
  label: string;
  found: Option[];
  active: number;
  choose: (option: Option) => void;
};

function Options({ id, label, found, active, choose }: OptionsProps) {
  return (
    <div id={`${id}-list`} role="listbox" aria-label={label}>
      {found.length === 0 && <p class="menu-heading">{words.value.common.noMatches}</p>}
      {found.map((option, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the input above has the focus and the keys.
        <div
          key={option.id}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          class={`menu-item${index === active ? ' is-active' : ''}`}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => choose(option)}
        >
          <span class="menu-item-label">
            {option.label}
            {option.detail && <span class="menu-item-hint">{option.detail}</span>}
          </span>
        </div>
      ))}
    </div>
  );
}
