import { IconButton } from '../../parts/icon-button.tsx';
import { words } from '../../words/words.ts';
import type { Writing } from '../composer/writing.ts';
import { keyOf } from '../keys/bindings.ts';
import { soundFor, speaking } from './voice.ts';

/** Begins a voice note, or says why there can be none. */
export function VoiceButton({ writing: { row, rules, closed } }: { writing: Writing }) {
  const { voice } = words.value.inbox;
  const sound = soundFor(rules);
  const why = typeof sound === 'string' ? voice.why[sound] : null;
  return (
    <IconButton
      icon="mic"
      label={voice.record}
      keys={keyOf('voice')}
      pressed={speaking.value === row.id}
      blocked={closed ?? why}
      onClick={() => {
        speaking.value = row.id;
      }}
    />
  );
}
