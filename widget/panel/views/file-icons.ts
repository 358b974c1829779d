/** Marks of the parts for files, drawn with the pen of all others. */
export const FILE = 'M6 3.5h8l4 4v13H6zM14 3.5v4h4';
export const SAVE = 'M12 4v11M7 11l5 5 5-5M5 20h14';
export const AGAIN = 'M19 12a7 7 0 1 1-2.2-5.1M19 4v4h-4';
