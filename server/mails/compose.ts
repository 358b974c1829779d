/** One mail as words and as a plain page; whatever comes from outside is text in both. */
import type { Locale } from '../wire/people.ts';
import type { SystemMail } from './mailer.ts';
import type { Said } from './words.ts';

export type Item = { title: string; text: string; url: string };

type Parts = Said & {
  locale: Locale;
  url: string;
  items?: Item[];
  /** Below the items. */
  more?: string | null;
  stop?: { link: string; url: string };
};

export function compose(parts: Parts): Omit<SystemMail, 'id' | 'to'> {
  const { subject, stop } = parts;
  return {
    // Names come from people: a line end in one would begin another header.
    subject: subject.replaceAll(/\s+/g, ' '),
    text: asText(parts),
    html: asHtml(parts),
    ...(stop && { unsubscribe: stop.url }),
  };
}

function asText({ lines, items = [], more, action, url, foot, stop }: Parts): string {
  return [
    ...lines,
    ...items.map((item) => `* ${item.title}\n  ${item.text}\n  ${item.url}`),
    ...(more ? [more] : []),
    `${action}:\n${url}`,
    `-- \n${foot}`,
    ...(stop ? [`${stop.link}\n${stop.url}`] : []),
  ].join('\n\n');
}

const BOX = 'margin:0 auto;max-width:560px;font:16px/1.5 system-ui,sans-serif;color:#1c1f1b';
const BUTTON =
  'display:inline-block;padding:10px 16px;border-radius:4px;background:#0e6655;color:#fff;text-decoration:none;font-weight:600';
const SMALL = 'font-size:13px;color:#62665c';

function asHtml({ lines, items = [], more, action, url, foot, stop, locale }: Parts): string {
  const entries = items.map(
    ({ title, text, url: to }) =>
      `<p style="margin:0 0 12px;padding-left:12px;border-left:3px solid #0e6655"><a href="${plain(to)}" style="color:#0e6655;font-weight:600">${plain(title)}</a><br>${plain(text)}</p>`,
  );
  const end = stop
    ? ` <a href="${plain(stop.url)}" style="color:#62665c">${plain(stop.link)}</a>`
    : '';
  return [
    `<!doctype html><html lang="${locale}"><body style="padding:24px"><div style="${BOX}">`,
    ...lines.map((line) => `<p>${plain(line)}</p>`),
    ...entries,
    ...(more ? [`<p>${plain(more)}</p>`] : []),
    `<p><a href="${plain(url)}" style="${BUTTON}">${plain(action)}</a></p>`,
    `<p style="${SMALL}">${plain(foot)}${end}</p>`,
    '</div></body></html>',
  ].join('\n');
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const plain = (text: string): string => text.replaceAll(/[&<>"]/g, (one) => ENTITIES[one] ?? one);
