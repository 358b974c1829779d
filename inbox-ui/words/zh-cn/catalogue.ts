/** 简体中文. The type makes sure nothing is missing. */
import type { Words } from '../en/catalogue.ts';
import { common } from './common.ts';
import { contacts } from './contacts.ts';
import { inbox } from './inbox.ts';
import { session } from './session.ts';
import { settings } from './settings.ts';
import { shell } from './shell.ts';

export const zhCn: Words = { common, contacts, inbox, session, settings, shell };
