/** HTML that goes no deeper than any mail needs: parsers take the square of the depth in time. */

/** Deeper than any newsletter built of tables in tables. */
const DEEPEST = 200;

/** Elements that hold nothing, or that the next of their kind closes. */
const SHALLOW = new Set(
  'area base br col dd dt embed hr img input li link meta option p param source td th tr track wbr'.split(
    ' ',
  ),
);

const TAG = /<(\/?)([a-z][a-z0-9]*)/gi;

/** `html` without the opening tags that stand deeper than others ever do; what they hold stays. */
export function flattened(html: string): string {
  const kept: string[] = [];
  let [depth, from] = [0, 0];
  for (const { index, 0: tag, 1: slash, 2: name = '' } of html.matchAll(TAG)) {
    if (SHALLOW.has(name.toLowerCase())) continue;
    if (slash) depth = Math.max(0, depth - 1);
    else if (depth < DEEPEST) depth += 1;
    else if (index >= from) {
      kept.push(html.slice(from, index));
      from = tagEnd(html, index + tag.length);
    }
  }
  kept.push(html.slice(from));
  return kept.join('');
}

function tagEnd(html: string, from: number): number {
  const stop = html.indexOf('>', from);
  return stop === -1 ? html.length : stop + 1;
}
