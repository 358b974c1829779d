/** Where the words of the mail system end and the mail it gives back begins. */
import type { Mail } from '../mail/mail.ts';
import { linesOf } from './fields.ts';

export type Notice = {
  /** What the mail system says. */
  said: string[];
  /** The mail it gives back, or its headers, when they are quoted in the text. */
  returned: string[];
};

/** Splits the text of a bounce at the first line that announces the returned mail. */
export function readNotice(mail: Mail): Notice {
  const lines = linesOf(mail.text);
  const border = lines.findIndex(announcesReturned);
  if (border === -1) return { said: lines, returned: [] };
  return { said: lines.slice(0, border), returned: lines.slice(border) };
}

function announcesReturned(line: string): boolean {
  if (RAW_HEADER.test(line)) return true;
  const words = line.trim().slice(0, 160);
  return words.length > 5 && BORDERS.some((border) => border.test(words));
}

/** Headers at the start of a line that only the returned mail has. */
const RAW_HEADER =
  /^(?:Return-Path|Received|DKIM-Signature|MIME-Version|Content-Type:[ \t]{0,9}(?:message\/rfc822|message\/partial|text\/rfc822-headers))[ \t]{0,9}(?:[:;]|$)/i;

const BORDERS: readonly RegExp[] = [
  /^-{2,}.{0,60}\b(?:original|returned|unsent)\b.{0,20}\b(?:message|mail|text|headers?)\b/i,
  /^-{2,}.{0,40}\bcopy of\b.{0,40}\b(?:message|mail|headers?)\b/i,
  /^-{2,} {0,3}(?:message|mail) headers? follows?/i,
  /^(?:the |your )?original (?:message|mail)(?: headers?)? ?(?:follows|as follows|is following|:|$)/i,
  /^(?:included|below|here|following|attached) (?:is|are) (?:a copy of )?(?:the|your) (?:original )?(?:message|mail)/i,
  /^the attachment contains the original mail/i,
  /^(?:the )?message headers? follows?\b/i,
  /^\++[ \t]*$/,
  /^(?:en-t.tes? d(?:e|u) message|ursprüngliche nachricht(?:enkopf|en-?header)|nachrichtenkopf)/i,
  /^(?:encabezados? (?:de|del) mensajes?|intestazioni originali|cabeçalhos? d[ae]s? mensage)/i,
  /^(?:исходн.{1,20}(?:сообщен|письм)|заголовки исходн)/i,
  /^(?:原始邮件头|原始郵件|元のメッセージ|-{2,} ?(?:原始邮件|元のメール|元のメッセージ))/,
];
