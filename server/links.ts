/** Addresses of ours that go out with what we send, each with its ticket. */
import {
  FOR_PLATFORMS_MS,
  FOR_READERS_MS,
  nameInAddress,
  type Tickets,
} from './attachments/tickets.ts';
import { TICKETS_PATH } from './conversations/body.ts';
import { STOP_PATH } from './conversations/continuing/stopping.ts';
import type { Sender } from './deliveries/sender.ts';

export function linksFrom(publicUrl: string, tickets: Tickets): Pick<Sender, 'link' | 'stopUrl'> {
  return {
    /** Under which platforms fetch what we send. */
    link({ name, ...file }) {
      const ticket = tickets.issue({ kind: 'file', ...file }, FOR_PLATFORMS_MS);
      return `${publicUrl}${TICKETS_PATH}/${ticket}/${nameInAddress(name)}`;
    },
    /** Where whoever gets the mails that follow a line ends them. */
    stopUrl(workspaceId, threadId) {
      const ticket = tickets.issue({ kind: 'stop', workspaceId, threadId }, FOR_READERS_MS);
      return `${publicUrl}${STOP_PATH}/${ticket}`;
    },
  };
}
