/** Everything that can be known from a mail alone: what it says, what is new in it, who wrote it. */
import { type Own, type Verdict, verdictOf } from '../automatic/verdict.ts';
import { type Forwarded, findForwarded } from '../quoting/forwarded.ts';
import { type StrippedReply, stripReply } from '../quoting/strip-reply.ts';
import type { Mail } from './mail.ts';
import { readMail } from './read-mail.ts';

export type UnderstoodMail = StrippedReply & {
  mail: Mail;
  forwarded: Forwarded | null;
  verdict: Verdict;
};

/** Where nothing is known of what we wrote ourselves. */
const NOTHING_OURS: Own = { addresses: [], issued: () => false };

/**
 * The mail in `raw` with its new text, what it forwards and what kind of mail it is.
 * @throws UnreadableMailError as `readMail` does.
 */
export async function understandMail(
  raw: Uint8Array,
  own: Own = NOTHING_OURS,
): Promise<UnderstoodMail> {
  const mail = await readMail(raw);
  return {
    mail,
    ...stripReply(mail.text),
    forwarded: findForwarded(mail.text, mail.subject),
    verdict: verdictOf(mail, own),
  };
}
