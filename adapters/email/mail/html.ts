/** HTML of strangers made harmless: what is not on a list here is not shown. */
import sanitize from 'sanitize-html';
import { hurriedText, type Room, roomFor, withinRoom } from './html-crowd.ts';
import { flattened } from './html-nesting.ts';
import { safeStyle } from './html-style.ts';
import { escaped } from './text-formats.ts';

/**
 * `html` reduced to what may be shown in a sandbox: no scripts, no forms, nothing that loads by
 * itself. Remote images keep their address as `data-remote-src`, those of the mail stay `cid:`.
 * The result is well formed: every tag is closed and nothing but `& < > "` stands as an entity. What
 * there is no `room` for, in a crowd of markup, is shown as text.
 */
export function safeHtml(html: string, room: Room = roomFor(html.length)): string {
  const { head, rest } = withinRoom(html, room);
  const kept = sanitize(flattened(head), { ...OPTIONS, transformTags: transforms() });
  const shown = rest && `<pre style="white-space:pre-wrap">${escaped(hurriedText(rest))}</pre>`;
  return (kept + shown).replaceAll('\0', '');
}

/** The commonest first: the list is searched from its start for every tag. */
const COMMON = 'td tr p span div br a img table tbody b strong li font';
const BLOCKS =
  'address article aside blockquote center dd dl dt fieldset figcaption figure footer h1 h2 h3 h4 h5 h6 header hr main nav ol pre section ul';
const INLINES =
  'abbr acronym bdi bdo big cite code del dfn em i ins kbd mark q rp rt ruby s samp small strike sub sup tt u var wbr';
const TABLES = 'caption col colgroup tfoot th thead';

const LOOKS = ['style', 'align', 'valign', 'width', 'height', 'bgcolor', 'color', 'dir', 'lang'];
const LINKS = /^(?:https?:|mailto:|tel:)/i;
/** A small picture of pixels. SVG is a document. */
const DATA_IMAGE = /^data:image\/(?:png|gif|jpe?g|webp|bmp);base64,[a-z0-9+/=\s]*$/i;
const MOST_DATA = 256 * 1024;

const OPTIONS: sanitize.IOptions = {
  allowedTags: `${COMMON} ${BLOCKS} ${INLINES} ${TABLES}`.split(' '),
  nonTextTags: ['script', 'style', 'title', 'textarea', 'option', 'noscript', 'svg', 'math', 'xml'],
  allowedAttributes: {
    '*': [...LOOKS, 'title', 'class', 'id'],
    a: ['href', 'name', 'rel', 'target'],
    img: ['src', 'data-remote-src', 'alt', 'border', 'hspace', 'vspace'],
    font: ['face', 'size'],
    ol: ['start', 'type'],
    blockquote: ['type', 'cite'],
    table: ['border', 'cellpadding', 'cellspacing'],
    td: ['colspan', 'rowspan', 'nowrap'],
    th: ['colspan', 'rowspan', 'nowrap'],
    col: ['span'],
  },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowedSchemesByTag: { img: ['cid', 'data'] },
  allowedSchemesAppliedToAttributes: ['href', 'src', 'cite'],
  allowProtocolRelative: false,
  parseStyleAttributes: false,
};

/** Those of all tags come after those of one. A mail repeats few styles a thousand times. */
function transforms(): Record<string, sanitize.Transformer> {
  const styles = new Map<string, string>();
  const restyled: sanitize.Transformer = (tagName, attribs) => {
    const { style } = attribs;
    if (style === undefined) return { tagName, attribs };
    const kept = styles.get(style) ?? safeStyle(style);
    styles.set(style, kept);
    return { tagName, attribs: { ...attribs, style: kept } };
  };
  return { '*': restyled, a: safeLink, img: safeImage };
}

function safeLink(tagName: string, attribs: sanitize.Attributes): sanitize.Tag {
  const { href, rel: _, target: __, ...others } = attribs;
  const address = addressIn(href);
  if (!LINKS.test(address)) return { tagName, attribs: others };
  const rel = 'noopener noreferrer nofollow';
  return { tagName, attribs: { ...others, href: address, rel, target: '_blank' } };
}

function safeImage(tagName: string, attribs: sanitize.Attributes): sanitize.Tag {
  const { src, 'data-remote-src': _, ...others } = attribs;
  const address = addressIn(src);
  const isOwn = /^cid:/i.test(address);
  const isData = address.length <= MOST_DATA && DATA_IMAGE.test(address);
  if (isOwn || isData) return { tagName, attribs: { ...others, src: address } };
  const remote = address.replace(/^\/\//, 'https://');
  const isRemote = /^https?:/i.test(remote);
  return { tagName, attribs: isRemote ? { ...others, 'data-remote-src': remote } : others };
}

/** Browsers skip control characters in addresses, so nothing may hide behind them. */
function addressIn(value: string | undefined): string {
  return (value ?? '').replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '').trim();
}
