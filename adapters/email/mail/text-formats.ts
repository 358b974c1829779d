/** Plain text that is more than plain: format=flowed, text/enriched; and text as HTML. */

/**
 * Lines a sender wrapped joined again (RFC 3676). `isDelSp`: the blank at the break is not part of
 * the text.
 */
export function unflowed(text: string, isDelSp: boolean): string {
  const pieces: string[] = [];
  let openDepth = -1;
  for (const line of text.split('\n')) {
    const { depth, content, isOpen } = flowedLine(line);
    const kept = isOpen && isDelSp ? content.slice(0, -1) : content;
    const isJoined = openDepth === depth && content !== SIGNATURE;
    if (!isJoined) pieces.push(pieces.length > 0 ? '\n' : '', marksOf(depth));
    pieces.push(kept);
    openDepth = isOpen ? depth : -1;
  }
  return pieces.join('');
}

const marksOf = (depth: number) => (depth > 0 ? `${'>'.repeat(depth)} ` : '');

const SIGNATURE = '-- ';

function flowedLine(line: string): { depth: number; content: string; isOpen: boolean } {
  const depth = /^>*/.exec(line)?.[0].length ?? 0;
  const content = line.slice(depth).replace(/^ /, '');
  return { depth, content, isOpen: content.endsWith(' ') && content !== SIGNATURE };
}

/** The words of text/enriched (RFC 1896) and text/richtext, without the formatting. */
export function unenriched(text: string): string {
  return text
    .replaceAll(/<param>[^<]{0,1000}<\/param>/gi, '')
    .replaceAll(/<nl>/gi, '\n')
    .replaceAll(/<\/?[a-z][a-z0-9-]{0,60}>/gi, '')
    .replaceAll('<<', '<')
    .replaceAll(/\n+/g, (run) => (run.length === 1 ? ' ' : run.slice(1)));
}

/** Plain text as HTML that shows it as it stands. */
export function textAsHtml(text: string): string {
  return `<div style="white-space:pre-wrap">${escaped(text)}</div>`;
}

/** What invitations say of themselves (RFC 5545), one line each. */
export function calendarText(text: string): string {
  const lines = text.replaceAll(/\n[ \t]/g, '').split('\n');
  const said = lines.flatMap((line) => {
    const found = /^(SUMMARY|LOCATION|DESCRIPTION)(?:;[^:]*)?:(.*)$/i.exec(line);
    return found?.[2] ? [unescaped(found[2]).trim()] : [];
  });
  return said.filter(Boolean).join('\n');
}

/** Plain text as the inside of an element. */
export function escaped(text: string): string {
  return exchanged(exchanged(exchanged(text, '&', '&amp;'), '<', '&lt;'), '>', '&gt;');
}

/** As `replaceAll` does, which takes four times as long where there is a million to replace. */
export function exchanged(text: string, from: string, to: string): string {
  return text.split(from).join(to);
}

function unescaped(text: string): string {
  return text.replaceAll(/\\([nN,;\\])/g, (_, letter: string) =>
    letter.toLowerCase() === 'n' ? '\n' : letter,
  );
}
