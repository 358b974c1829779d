/** HTML of strangers made harmless: what is not on a list here is not shown. */
import sanitize from 'sanitize-html';
import { flattened } from './html-nesting.ts';
import { safeStyle } from './html-style.ts';

/**
 * `html` reduced to what may be shown in a sandbox: no scripts, no forms, nothing that loads by
 * itself. Remote images keep their address as `data-remote-src`, those of the mail stay `cid:`.
 * The result is well formed: every tag is closed and nothing but `& < > "` stands as an entity.
 */
export function safeHtml(html: string): string {
  return sanitize(flattened(html), OPTIONS).replaceAll('\0', '');
}

const BLOCKS =
  'address article aside blockquote center dd div dl dt fieldset figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section ul';
const INLINES =
  'a abbr acronym b bdi bdo big br cite code del dfn em font i img ins kbd mark q rp rt ruby s samp small span strike strong sub sup tt u var wbr';
const TABLES = 'caption col colgroup table tbody td tfoot th thead tr';

const LOOKS = ['style', 'align', 'valign', 'width', 'height', 'bgcolor', 'color', 'dir', 'lang'];
const LINKS = /^(?:https?:|mailto:|tel:)/i;
/** A small picture of pixels. SVG is a document. */
const DATA_IMAGE = /^data:image\/(?:png|gif|jpe?g|webp|bmp);base64,[a-z0-9+/=\s]*$/i;
const MOST_DATA = 256 * 1024;

const OPTIONS: sanitize.IOptions = {
  allowedTags: `${BLOCKS} ${INLINES} ${TABLES}`.split(' '),
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
  transformTags: { '*': restyled, a: safeLink, img: safeImage },
};

function restyled(tagName: string, attribs: sanitize.Attributes): sanitize.Tag {
  const { style, ...others } = attribs;
  const kept = style === undefined ? '' : safeStyle(style);
  return { tagName, attribs: kept === '' ? others : { ...others, style: kept } };
}

function safeLink(tagName: string, attribs: sanitize.Attributes): sanitize.Tag {
  const { href, rel: _, target: __, ...others } = attribs;
  const address = addressIn(href);
  if (!LINKS.test(address)) return restyled(tagName, others);
  const rel = 'noopener noreferrer nofollow';
  return restyled(tagName, { ...others, href: address, rel, target: '_blank' });
}

function safeImage(tagName: string, attribs: sanitize.Attributes): sanitize.Tag {
  const { src, 'data-remote-src': _, ...others } = attribs;
  const address = addressIn(src);
  const isOwn = /^cid:/i.test(address);
  const isData = address.length <= MOST_DATA && DATA_IMAGE.test(address);
  if (isOwn || isData) return restyled(tagName, { ...others, src: address });
  const remote = address.replace(/^\/\//, 'https://');
  const isRemote = /^https?:/i.test(remote);
  return restyled(tagName, isRemote ? { ...others, 'data-remote-src': remote } : others);
}

/** Browsers skip control characters in addresses, so nothing may hide behind them. */
function addressIn(value: string | undefined): string {
  return (value ?? '').replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '').trim();
}
