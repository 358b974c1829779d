/** The marks that mail programs leave on the HTML they quote. */

/** What a tag says about what it holds or what follows it. */
export type Marker =
  /** All that follows, to the end. */
  | 'history'
  /** What it holds: perhaps an attribution, then a quote. */
  | 'container'
  /** What it holds is the attribution. */
  | 'announced'
  /** What it holds is quoted. */
  | 'quoted';

/** Programs that quote a quoted mail put an x_ before its classes and ids. */
const CONTAINER =
  /(?:^|[\s_])(?:gmail_quote|gmail_quote_container|protonmail_quote|tutanota_quote|zmail_extra|mailru-blockquote|spark_quote|missive_quote|freshdesk_quote|front-blockquote|ntes-mailmaster-quote|mail_quote)(?:\s|$)|yahoo_quoted/;
const CONTAINER_ID =
  /^(?:x_)*(?:mail-editor-reference-message-container|isReplyContent|isForwardContent)$|yahoo_quoted/;
const ANNOUNCED =
  /(?:^|[\s_])(?:gmail_attr|moz-cite-prefix|mailru-cite-prefix|protonmail_header)(?:\s|$)/;
const HISTORY_ID =
  /^(?:x_)*(?:appendonsend|divRplyFwdMsg|zwchr|stopSpelling|reply-intro|oriMsgHtmlSeperator)$/;
const HISTORY_CLASS =
  /(?:^|\s)(?:OutlookMessageHeader|xm_mail_oringinal_describe|xm_compose_origin_mail_container)(?:\s|$)/;
/** The thin line above Outlook's header block, in the colours of its versions. */
const HISTORY_STYLE =
  /border-top:\s?(?:1(?:\.0)?p[xt]\s)?solid\s?(?:#e1e1e1|#b5c4df|rgb\(225, ?225, ?225\)|rgb\(181, ?196, ?223\))/i;

/** Something of each of the above: most tags have none of it, and need not be taken apart. */
const MAY_MARK =
  /quote|zmail_extra|is(?:Reply|Forward)Content|reference-message|gmail_attr|cite-prefix|protonmail_header|appendonsend|divRplyFwdMsg|zwchr|stopSpelling|reply-intro|oriMsg|OutlookMessage|xm_mail_or|xm_compose_or|border-top:|__DIVIDER__|messageReply/i;

/** Reads the marker of an opening tag from its source; null for all other tags. */
export function readMarker(name: string, tag: string): Marker | null {
  if (name === 'includetail') return 'container';
  if (name !== 'blockquote' && !MAY_MARK.test(tag)) return null;
  const attributes = readAttributes(tag.slice(0, 4000));
  if (name === 'blockquote') return isIndent(attributes) ? null : 'quoted';
  if (isHistory(attributes)) return 'history';
  if (ANNOUNCED.test(attributes.get('class') ?? '')) return 'announced';
  return isContainer(attributes) ? 'container' : null;
}

type Attributes = ReadonlyMap<string, string>;

function isHistory(attributes: Attributes): boolean {
  return (
    HISTORY_ID.test(attributes.get('id') ?? '') ||
    HISTORY_CLASS.test(attributes.get('class') ?? '') ||
    HISTORY_STYLE.test(attributes.get('style') ?? '') ||
    attributes.get('data-marker') === '__DIVIDER__'
  );
}

function isContainer(attributes: Attributes): boolean {
  return (
    CONTAINER.test(attributes.get('class') ?? '') ||
    CONTAINER_ID.test(attributes.get('id') ?? '') ||
    attributes.get('name') === 'messageReplySection'
  );
}

/** Some editors indent new text by a block quote with no line at its side. */
function isIndent(attributes: Attributes): boolean {
  const marked = attributes.has('type') || attributes.has('cite') || attributes.has('class');
  return !marked && /border:\s?(?:none|0)/.test(attributes.get('style') ?? '');
}

function readAttributes(tag: string): Map<string, string> {
  const attributes = new Map<string, string>();
  for (const [, key = '', value = ''] of tag.matchAll(ATTRIBUTE)) {
    const name = key.toLowerCase();
    if (!attributes.has(name)) attributes.set(name, value.replace(/^["']|["']$/g, ''));
  }
  return attributes;
}

const ATTRIBUTE =
  /\s(class|id|style|type|cite|name|data-marker)\s?=\s?("[^"]*"|'[^']*'|[^\s>"']+)/gi;
