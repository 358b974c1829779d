/** Settings → Keys. */
export const keys = {
  title: 'Keys',
  lead: 'The same on every machine you log in to. Press ? anywhere to see them.',
  which: 'Which keys',
  single: 'Single-key shortcuts',
  singleHelp:
    'R replies, E marks done, J and K move. Switch them off if you dictate or use a screen reader’s own keys.',
  preset: 'Start from',
  presetHelp: 'Your own changes stay.',
  presets: { ours: 'Interline', gmail: 'Gmail', freescout: 'FreeScout' },
  fixed: 'always',
  none: 'No key',
  change: (name: string) => `Change the key for “${name}”`,
  reset: (name: string) => `Undo the change to “${name}”`,
  resetAll: 'Undo all changes',
  press: 'Press the new key, or two one after the other. Enter keeps them.',
  waiting: 'Waiting for a key…',
  taken: (name: string) => `“${name}” has it now and will lose it.`,
  without: 'No key for this',
};
