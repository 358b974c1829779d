/** One line of the command menu. */
export type Choice = {
  id: string;
  label: string;
  hint?: string | undefined;
  keys?: string | undefined;
  checked?: boolean | undefined;
  /** It asks the next question itself. */
  keepsQuestion?: boolean;
  pick: () => void;
};
