/** The words of the line above a quote: "On … wrote:", in its readers' languages. */

/** How such a line begins, before the date. */
const STARTS =
  'on|at|le|el|em|il|il giorno|in data|nel giorno|nel|a|no dia|am|op|w dniu|dnia|den|d.|på|dne|dňa|la|la data|' +
  'la data de|în data|în data de|în|pe|dana|u|στις|την|τη|vào|vào lúc|lúc|pada|v|kuupäeval|em data|le jour|' +
  'tarihinde|в|у|на|בתאריך|في|о|el día|tir|þann|nel messaggio|als|um|sent|från|fra|from|zo|ma|di|wo|do|vr|za|geschreven';

const START = new RegExp(
  `^(?:${STARTS.replace(/\./g, '\\.')
    .split('|')
    .sort((a, b) => b.length - a.length)
    .join('|')})(?=[\\s,:\\d])`,
  'iu',
);

/** Words for having written, as whole words. */
const VERBS =
  'wrote|writes|sent|schrieb|schreibt|geschrieben|a écrit|écrit|escribió|escribio|escribe|escreveu|escrito|ha scritto|' +
  'scrisse|scrive|schreef|geschreven|schreven|verzond|napisał|napisała|napisał\\(a\\)|pisze|napsal|napsala|' +
  'napsal\\(a\\)|napsal\\/a|píše|napísal|napísala|napísal\\(a\\)|napísal\\/a|skrev|skrifaði|kirjoitti|ezt írta|' +
  'írta|a scris|scrie|je napisao|je napisala|napisao|napisala|je napisao\\/la|je napisal|je napisal\\/a|' +
  'şunu yazdı|şunları yazdı|yazdı|написал|написала|написал\\(а\\)|пишет|пише|написав|написала|написав\\(ла\\)|' +
  'написав\\(-ла\\)|έγραψε|έγραψαν|kirjutas|написа|писал|писала|писав|rakstīja|parašė|rašė|va escriure|idatzi zuen|đã viết|viết|' +
  'menulis|escribiu|ha escrit|skriver|schreef het volgende';
/** The same where words have no gaps between them. */
const JOINED_VERBS =
  '写道|쓴 글|寫道|写到|寫到|写了|來信|书写|のメッセージ|さんは書きました|が書きました|は書きました|書きました|님이 작성|작성|님이 쓴 글|씀|' +
  'เขียน|كتب|כתב';

export const VERB = new RegExp(
  `(?<![\\p{L}\\d])(?:${VERBS.split('|')
    .sort((a, b) => b.length - a.length)
    .join('|')})(?![\\p{L}\\d])|${JOINED_VERBS}`,
  'iu',
);

export function startsLikeAttribution(text: string): boolean {
  return START.test(text) || /^在|^於|^于/.test(text);
}

/** Words that name the person quoted all by themselves. */
export const QUOTING = /^(?:quoting|zitat von|citando|citat från|citát|citation de)\s/i;

/** A date at the start, perhaps behind a weekday's name; in Chinese behind a person's. */
export function startsWithDate(text: string): boolean {
  if (/^\p{Script=Han}/u.test(text)) {
    return /^(?:(?![我你您他她它])\p{Script=Han}{1,8}\s?[于於在]|[周週]|星期)\s?[\p{Script=Han}，,]{0,4}\s?\d/u.test(
      text,
    );
  }
  return /^(?:[\p{L}.,'’()（）]{1,14} ?,? ?){0,3}\d/u.test(text.slice(0, 60));
}

/** A whole year, a date in figures, or a time of day. */
export function hasDate(text: string): boolean {
  return /(?:19|20)\d\d(?!\d)|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}[:.h时點点시]\s?\d\d(?!\d)/u.test(
    text,
  );
}
