/** What a thread reads before its first mail: the first hundred kilobytes of a kind cost as much as the next three hundred. */
import { understandMail } from './understand.ts';

/** Reads a newsletter and a long answer of our own, so that their like finds everything compiled. */
export async function rehearse(): Promise<void> {
  await understandMail(mailOf('text/html', NEWS.repeat(200)));
  await understandMail(
    mailOf('text/plain', `${TALK.repeat(150)}\n${ANSWERED}${QUOTE.repeat(150)}`),
  );
}

function mailOf(type: string, body: string): Uint8Array {
  const head = `From: Ana <ana@example.com>\nSubject: =?utf-8?q?News?=\nContent-Type: ${type}`;
  return Buffer.from(`${head}; charset=utf-8\n\n${body}`);
}

const NEWS = `<table width="600" border="0" style="background:#fff;margin:0 auto"><tr><td style="padding:4px;font-size:12px">
<a href="https://example.com/?a=1&amp;b=2" class="link"><img src="https://example.com/a.png" alt="A" width="9"></a></td>
<td><p style="color:#333">Good news &mdash; <b>today</b> only.<br>From Monday at 10:00 on.</p></td></tr></table>
<div class="gmail_quote"><blockquote style="margin:0"><span>It was: 12.03.2024</span></blockquote></div>`;

const TALK = 'We have sent it on Monday at 10:00, as you wrote: it should arrive soon.\n';
const ANSWERED = 'On Mon, 1 Jan 2024 at 10:00, Bo <bo@example.com> wrote:\n';
const QUOTE = '> From: Cy, to the house at the lake. Please tell me when it was sent.\n';
