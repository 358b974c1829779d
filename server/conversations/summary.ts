/** A conversation with the names that stand beside it, in our own words: read with every message. */
import { Columns } from '../database/prepared.ts';
import { conversations } from '../database/schema/conversations.ts';
import type { ConversationRow, SummaryRow } from './present.ts';

/** Selected after the columns of `conversation`; `summaryOf` reads them. */
export const NAMES =
  'owner.name, owner.verified, owner.blocked, assignee.name, channel.adapter, channel.name';

/** Beside `conversation`; $1 is the workspace. */
export const NAMES_JOINED = `
  join contacts as owner on owner.workspace_id = $1 and owner.id = conversation.contact_id
  join channels as channel on channel.workspace_id = $1 and channel.id = conversation.channel_id
  left join agents as assignee on assignee.workspace_id = $1 and assignee.id = conversation.assignee_id`;

export const CONVERSATION = new Columns({ conversation: conversations });

/** @param names in the order of `NAMES`; more may follow */
export function summaryOf(conversation: ConversationRow, names: readonly unknown[]): SummaryRow {
  const [contactName, contactVerified, contactBlocked, assigneeName, adapter, channelName] = names;
  const contact = { contactName, contactVerified, contactBlocked };
  return { conversation, ...contact, assigneeName, adapter, channelName } as SummaryRow;
}
