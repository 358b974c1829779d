/** What stands below an answer or makes up what is passed on: the words of the mail before. */
import type { Addressee, OutboundMessage } from '../../message.ts';
import { bodyText, escapeHtml, oneLine } from './clean.ts';
import { linked } from './html.ts';

type Quoting = NonNullable<OutboundMessage['quoting']>;

/** A line of answers doubles with every answer; nobody reads the far end. */
const LONGEST_QUOTE = 60_000;

const QUOTED = 'margin:0 0 0 .8ex;border-left:2px solid #ccc;padding-left:1ex';

/** The quoted part as plain text: `>` before each line of an answer, a block of headers else. */
export function quotedText(quoting: Quoting): string {
  const text = shortened(quoting.text);
  if (quoting.kind === 'forward') return `${forwardLines(quoting).join('\n')}\n\n${text}`;
  const lines = text.split('\n').map((line) => (/^(?:>|$)/.test(line) ? `>${line}` : `> ${line}`));
  return [wroteLine(quoting), ...lines].join('\n');
}

/** The quoted part as HTML, in the marks by which mail programs fold it away. */
export function quotedHtml(quoting: Quoting): string {
  const text = linked(shortened(quoting.text));
  if (quoting.kind === 'forward') {
    return `<div>${forwardLines(quoting).map(escapeHtml).join('<br>\n')}</div>\n<p>${text}</p>`;
  }
  const wrote = `<div>${escapeHtml(wroteLine(quoting))}</div>`;
  return `${wrote}\n<blockquote type="cite" style="${QUOTED}">${text}</blockquote>`;
}

function wroteLine({ from, at }: Quoting): string {
  return `On ${dateText(at)}, ${addresseeText(from)} wrote:`;
}

function forwardLines({ from, at, subject }: Quoting): string[] {
  return [
    '---------- Forwarded message ----------',
    `From: ${addresseeText(from)}`,
    `Date: ${dateText(at)}`,
    `Subject: ${oneLine(subject)}`,
  ];
}

function addresseeText({ address, name }: Addressee): string {
  const shown = oneLine(name);
  return shown === '' ? oneLine(address) : `${shown} <${oneLine(address)}>`;
}

/** “26 Nov 2026, 08:15 UTC”: the reader's own clock is not known. */
function dateText(at: Date): string {
  const [, day = '', month = '', year = '', time = ''] = at.toUTCString().split(' ');
  return `${Number(day)} ${month} ${year}, ${time.slice(0, 5)} UTC`;
}

function shortened(text: string): string {
  const whole = bodyText(text).trimEnd();
  return whole.length <= LONGEST_QUOTE ? whole : `${bodyText(whole.slice(0, LONGEST_QUOTE))}\n[…]`;
}
