/** What was put away as spam, or goes on elsewhere, is in no view of anybody's own. Apart, for screens need no schemas. */
export const VIEWED = ['open', 'snoozed', 'done'] as const;
