/** A conversation of its own is begun in the midst of another. */
export const splitting = {
  from: 'Split off from here on',
  done: (number: number) => `Split off as #${number}`,
  undone: (number: number) => `What was split off as #${number} goes on here again`,
  nothing: 'There is nothing here that could be split off.',
  here: (number: number) => `From here on in #${number}`,
  did: {
    split: {
      from: (who: string, number: number) => `${who} split this off from #${number}`,
      into: (who: string, number: number) => `${who} split off #${number}`,
    },
    unsplit: {
      from: (who: string, number: number) => `${who} put this back into #${number}`,
      into: (who: string, number: number) => `${who} put #${number} back here`,
    },
  },
};
