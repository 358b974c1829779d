/** HTML that is hardly anything but markup: what no program for people writes is not worth its time. */
import { decodeEntities } from '../quoting/html-text.ts';
import { LIMITS } from './limits.ts';

/** How much markup may still be read as such, for all the HTML of a mail together. */
export type Room = { left: number };

/** In proportion to the size of the mail, in bytes; small mails are as crowded as they like. */
export function roomFor(size: number): Room {
  return { left: Math.max(LIMITS.markup, size / LETTERS_EACH) };
}

/** Newsletters and long threads have one sign of markup for forty letters. */
const LETTERS_EACH = 25;

const [LESS_THAN, AMPERSAND, EQUALS] = ['<', '&', '='].map((sign) => sign.charCodeAt(0));

/** The part of `html` there is room for, and the rest, which begins with a tag; takes up the room. */
export function withinRoom(html: string, room: Room): { head: string; rest: string } {
  let tag = 0;
  for (let at = 0; at < html.length; at += 1) {
    const code = html.charCodeAt(at);
    if (code === LESS_THAN) tag = at;
    if (code === LESS_THAN) room.left -= 1;
    else if (code === AMPERSAND) room.left -= 0.5;
    else if (code === EQUALS) room.left -= 0.25;
    if (room.left < 0) return { head: html.slice(0, tag), rest: html.slice(tag) };
  }
  return { head: html, rest: '' };
}

const BREAKS =
  /^\/?(?:address|article|aside|blockquote|br|center|dd|div|dl|dt|footer|h[1-6]|header|hr|li|ol|p|pre|section|table|tr|ul)(?![a-z0-9])/i;

/** What a reader would see of `html`, by a reader in a hurry: words and the ends of lines. */
export function hurriedText(html: string): string {
  const pieces: string[] = [];
  for (let at = 0; at < html.length; ) {
    const start = nextTag(html, at);
    const end = start === -1 ? -1 : tagEnd(html, start);
    const text = html.slice(at, end === -1 ? undefined : start);
    pieces.push(text.replaceAll(/\s+/g, ' '));
    if (end === -1) break;
    const name = html.slice(start + 1, start + 13);
    if (BREAKS.test(name)) pieces.push('\n');
    else if (/^\/?t[dh]\b/i.test(name)) pieces.push(' ');
    at = end;
  }
  const lines = decodeEntities(pieces.join('').replaceAll(/ +/g, ' ')).split('\n');
  return lines
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');
}

function nextTag(html: string, from: number): number {
  TAG.lastIndex = from;
  return TAG.exec(html)?.index ?? -1;
}

const TAG = /<[a-z!/?]/gi;

/** Behind a tag, or behind all of what is never shown; -1 where nothing ends it. */
function tagEnd(html: string, start: number): number {
  HIDDEN.lastIndex = start;
  const name = HIDDEN.exec(html)?.[1]?.toLowerCase();
  const closing = name === undefined ? '>' : name === '!--' ? '-->' : `</${name}>`;
  const end = html.indexOf(closing, start);
  return end === -1 ? -1 : end + closing.length;
}

const HIDDEN = /<(!--|script|style|title)/iy;
