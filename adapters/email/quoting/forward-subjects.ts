/** How subjects of forwarded mails begin. */

/** Each with a colon behind it; the Finnish answer's VS and the Danish forward's are one word. */
const PREFIXES =
  'fwd|fw|forward|forwarded|wg|weitergeleitet|tr|rv|reenviado|reenv|enc|res enc|i|r i|inoltra|vs|vb|vl|pd|doorst|dw|' +
  'redir|redir.|videresend|videresendt|ilt|i̇lt|yönlendirme|fyi|hv|továbbítás|továbbítva|toov|pr|πρθ|προωθ|προώθ|' +
  'переслано|пересл|пер|edas|edastatud|trs|fs|转发|转寄|轉寄|轉發|转|轉|転送|전달|fwd.|fw.|tx|chuyển tiếp|terusan|pte';

const SUBJECT = new RegExp(
  `^(?:\\[[^\\]]{0,80}\\]\\s{0,4})?(?:${PREFIXES.replace(/\./g, '\\.')})\\s{0,4}(?:\\[\\d{1,3}\\]|\\(\\d{1,3}\\))?\\s{0,4}[:：]`,
  'iu',
);

/** Does the subject say that the mail passes another on? `Re: Fwd: …` does not: it answers one. */
export function isForwardSubject(subject: string): boolean {
  const text = subject.trimStart().slice(0, 200);
  return SUBJECT.test(text) || /^\(fwd\)|\(fwd\)\s*$/i.test(text);
}
