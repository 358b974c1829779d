import { IconButton } from '../parts/icon-button.tsx';
import { screenSize } from '../parts/screen-size.ts';
import { prefer } from '../session/preferences.ts';
import { words } from '../words/words.ts';

/** Wide or slim, as the agent likes; nothing where the rail is a drawer. */
export function RailToggle({ slim }: { slim: boolean }) {
  const { shell } = words.value;
  if (screenSize.value === 'small') return null;
  return (
    <IconButton
      icon="rail"
      label={slim ? shell.expand : shell.collapse}
      onClick={() => prefer({ rail: slim ? 'wide' : 'slim' })}
    />
  );
}
