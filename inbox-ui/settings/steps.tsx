import { StationMark } from '../parts/station-mark.tsx';
import { words } from '../words/words.ts';

/** How far along connecting a channel is: 0 kind, 1 settings, 2 connect, 3 first message, 4 answers. */
export function Steps({ at }: { at: 0 | 1 | 2 | 3 | 4 }) {
  const { channels, connecting } = words.value.settings;
  const { steps, stepKind, stepSettings, stepConnect } = channels;
  const { stepLive, stepAnswers } = connecting;
  return (
    <ol class="steps" aria-label={steps}>
      {[stepKind, stepSettings, stepConnect, stepLive, stepAnswers].map((name, index) => (
        <li
          key={name}
          class={index < at ? 'is-past' : undefined}
          aria-current={index === at ? 'step' : undefined}
        >
          <StationMark shape="square" filled={index < at} now={index <= at} size={16} />
          <span>{name}</span>
        </li>
      ))}
    </ol>
  );
}
