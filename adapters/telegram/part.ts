/** What one part of a message comes to. */
import type { AttachmentReference } from '../message.ts';

export type Content = {
  text: string;
  attachments?: AttachmentReference[];
  unsupported?: string;
};

/** null: the part is of another form than we know. */
export type Read = (value: unknown) => Content | null;
