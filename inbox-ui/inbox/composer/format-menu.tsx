import type { RefObject } from 'preact';
import { IconMenu } from '../../parts/icon-menu.tsx';
import { words } from '../../words/words.ts';
import { isStroke, type KeyPress } from '../keys/keymap.ts';
import { FORMATS, type Format, format } from './formatting.ts';
import { typeInto } from './typing-in.ts';

type Props = { area: RefObject<HTMLTextAreaElement | null> };

/** What the keys do, for other hands. */
export function FormatMenu({ area }: Props) {
  const { formats } = words.value.inbox.composer;
  const items = FORMATS.map(({ format: as, keys }) => ({
    label: formats[as],
    keys,
    onPick: () => area.current && applyFormat(area.current, as),
  }));
  return <IconMenu icon="format" label={formats.title} name={formats.title} items={items} />;
}

/** Which format a press asks for, or null. */
export function formatOf(press: KeyPress): Format | null {
  return FORMATS.find(({ keys }) => isStroke(keys, press))?.format ?? null;
}

export function applyFormat(field: HTMLTextAreaElement, as: Format): void {
  const { value: text, selectionStart: from, selectionEnd: to } = field;
  const next = format({ text, from, to }, as);
  field.select();
  typeInto(field, next.text);
  field.setSelectionRange(next.from, next.to);
}
