import { signal } from '@preact/signals';
import { IconButton } from '../parts/icon-button.tsx';
import { screenSize } from '../parts/screen-size.ts';
import { words } from '../words/words.ts';

const open = signal(false);

/** Is the rail drawn over the screen? */
export const drawer = {
  open,
  close: () => {
    open.value = false;
  },
};

/** Opens the rail where it has no place of its own. First in the head of every screen. */
export function RailButton() {
  if (screenSize.value !== 'small') return null;
  const show = () => {
    open.value = true;
  };
  return <IconButton icon="menu" label={words.value.shell.openRail} onClick={show} />;
}
