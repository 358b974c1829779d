/** Plain text that is more than plain: format=flowed, text/enriched; and text as HTML. */

/**
 * Lines a sender wrapped joined again (RFC 3676). `isDelSp`: the blank at the break is not part of
 * the text.
 */
export function unflowed(text: string, isDelSp: boolean): string {
  const lines: string[] = [];
  let openDepth = -1;
  for (const line of text.split('\n')) {
    const { depth, content, isOpen } = flowedLine(line);
    const kept = isOpen && isDelSp ? content.slice(0, -1) : content;
    const isJoined = openDepth === depth && content !== SIGNATURE;
    const start = isJoined ? lines.pop() : depth > 0 && `${'>'.repeat(depth)} `;
    lines.push((start || '') + kept);
    openDepth = isOpen ? depth : -1;
  }
  return lines.join('\n');
}

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

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function unescaped(text: string): string {
  return text.replaceAll(/\\([nN,;\\])/g, (_, letter: string) =>
    letter.toLowerCase() === 'n' ? '\n' : letter,
  );
}
