/** Everything that can be known from a mail alone: what it says, what is new in it, who wrote it. */
import { type Own, type Verdict, verdictOf } from '../automatic/verdict.ts';
import { type Forwarded, findForwarded } from '../quoting/forwarded.ts';
import { stripHtmlReply } from '../quoting/strip-html.ts';
import { type StrippedReply, stripReply } from '../quoting/strip-reply.ts';
import { htmlAsText } from './html-text.ts';
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
  const forwarded = findForwarded(mail.text, mail.subject);
  // What somebody passes on is what they want to show: nothing of it is history.
  const reply = forwarded ? { stripped: mail.text.trim(), quoted: '' } : newTextOf(mail);
  return { mail, ...reply, forwarded, verdict: verdictOf(mail, own) };
}

/** Marks say better than words where history begins, but only HTML has them, and plain text is nobody's translation. */
function newTextOf({ text, html, isTranslated }: Mail): StrippedReply {
  const marked = isTranslated ? stripHtmlReply(html) : null;
  if (!marked?.quotedHtml) return stripReply(text);
  const { stripped, quoted } = stripReply(htmlAsText(marked.html));
  const history = htmlAsText(marked.quotedHtml);
  return stripped
    ? { stripped, quoted: [quoted, history].filter(Boolean).join('\n\n') }
    : stripReply(text);
}
