/** What page and panel say to each other of a visit has this before its number. */
export const VISIT = 'visit:';
