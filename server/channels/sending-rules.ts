/** What an agent's composer must know of a channel before anything is written: taken from what its adapter declares. */
import type { Capabilities } from '../../adapters/capabilities.ts';
import type { SendingRules } from '../wire/channels.ts';

export function sendingRules(capabilities: Capabilities): SendingRules {
  const { text, attachments, addressing, undoSeconds, templates, quotes, formatting, offers } =
    capabilities;
  const { ownEditHours, ownDeleteHours, formattingInbound } = capabilities;
  return {
    text,
    attachments: attachments && { ...attachments, types: [...attachments.types] },
    addressing: addressing !== undefined,
    undoSeconds: undoSeconds ?? 0,
    templates,
    // Where there are recipients, an answer repeats what it answers.
    quotes: quotes && addressing === undefined,
    ...(offers && { offers }),
    ...(ownEditHours !== undefined && { editHours: ownEditHours }),
    ...(ownDeleteHours !== undefined && { deleteHours: ownDeleteHours }),
    formatting: formatting !== 'none',
    ...(formattingInbound && { formattingInbound }),
  };
}
