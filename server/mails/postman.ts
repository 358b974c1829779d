/** What it takes to put a mail into words and to send it. */
import type { Tickets } from '../attachments/tickets.ts';
import type { Vault } from '../channels/settings.ts';
import type { agents } from '../database/schema/agents.ts';
import type { Store } from '../events/scope.ts';
import type { Mailer } from './mailer.ts';
import type { MailRow } from './queue.ts';

export type Postman = { store: Store; vault: Vault; tickets: Tickets; mailer: Mailer | null };

/** A mail with whom it is to (or who invites), and where they work. */
export type Writing = { row: MailRow; agent: typeof agents.$inferSelect; workspace: string };
