/** English, whole. One file per group of screens, so that two people can write at once. */
import { common } from './common.ts';
import { contacts } from './contacts.ts';
import { inbox } from './inbox.ts';
import { session } from './session.ts';
import { settings } from './settings.ts';
import { shell } from './shell.ts';

export const en = { common, contacts, inbox, session, settings, shell };
/** English is the measure: other languages must have the same keys. */
export type Words = typeof en;
