/** A mail as it was read: what the parser answers and everybody else in this folder works with. */

export type MailAddress = {
  /** Lower case, without brackets; '' when the mail names nobody that can be written to. */
  address: string;
  /** As the sender wrote it, decoded; '' when there is none. */
  name: string;
};

export type MailFile = {
  name: string;
  /** MIME type as declared, lower case, without parameters. */
  type: string;
  content: Uint8Array;
  /** Without angle brackets; '' when the part has none. */
  contentId: string;
  /** Part of the text (an image shown by its content id), not a file of its own. */
  inline: boolean;
};

/** One header field as it stood in the mail, in order, name in lower case, value unfolded and decoded. */
export type MailHeader = { name: string; value: string };

/** A raw mail understood. Nothing in it is trusted: it says what the sender wrote. */
export type Mail = {
  headers: MailHeader[];
  /** With angle brackets; '' when there is none. */
  messageId: string;
  inReplyTo: string;
  /** Oldest first, with angle brackets, without repeats. */
  references: string[];
  from: MailAddress;
  sender: MailAddress | null;
  replyTo: MailAddress[];
  to: MailAddress[];
  cc: MailAddress[];
  /** Addresses the servers on the way say they delivered it to (Delivered-To, X-Original-To, Envelope-To). */
  deliveredTo: string[];
  subject: string;
  /** By the sender's clock, or by the first server that saw it when that is missing or absurd. */
  date: Date | null;
  /** The whole text, quoted parts included; made from `html` when the mail has no plain text. */
  text: string;
  /** Whether the text was made from `html`, and that has kept all its markup. */
  isTranslated: boolean;
  /** Sanitised: only what may be shown in a sandbox; '' when the mail has none. */
  html: string;
  files: MailFile[];
  /** Bodies of message/delivery-status, message/feedback-report and returned headers, as text. */
  reports: { type: string; text: string }[];
};
