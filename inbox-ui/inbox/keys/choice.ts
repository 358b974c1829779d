/** One line of the command menu. */
import type { Macro } from '../../../server/wire/macros.ts';

export type Choice = {
  id: string;
  label: string;
  hint?: string | undefined;
  keys?: string | undefined;
  checked?: boolean | undefined;
  /** It asks the next question itself. */
  keepsQuestion?: boolean;
  /** What it would do is shown before it is picked. */
  macro?: Macro | undefined;
  pick: () => void;
};
