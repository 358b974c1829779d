/** The subject of an answer: one “Re:” before it, whatever the mail programs on the way added. */
import type { OutboundMessage } from '../../message.ts';
import { oneLine } from './clean.ts';

/** What mail programs of the world write before the subject of an answer or of what is passed on. */
const MARKS = [
  ...['re', 'aw', 'antw', 'antwort', 'sv', 'vs', 'rif', 'odp', 'ynt', 'atb'],
  ...['fwd', 'fw', 'wg', 'tr', 'rv', 'enc', 'res', 'rép', 'doorst', 'r', 'ilt', 'továbbítás'],
  ...[
    '回复',
    '答复',
    '回覆',
    '答覆',
    '转发',
    '轉寄',
    '转寄',
    '返信',
    '転送',
    '답장',
    '회신',
    '전달',
  ],
  ...['отв', 'ответ', 'пересл', 'απ', 'πρθ', 'תגובה', 'הועבר', 'رد', 'إعادة توجيه'],
];
const MARK = new RegExp(`^(?:${MARKS.join('|')})(?:\\[\\d{1,3}\\]|\\(\\d{1,3}\\))? ?[:：] ?`, 'iu');
const MOST_MARKS = 50;

/** With “Fwd:” when something is passed on, with “Re:” when it answers, else as it was written. */
export function subjectFor(message: OutboundMessage): string {
  const subject = oneLine(message.subject ?? message.quoting?.subject ?? '');
  if (message.quoting?.kind === 'forward') return `Fwd: ${bareSubject(subject)}`.trim();
  const answers = message.quoting !== undefined || (message.references ?? []).length > 0;
  return answers ? `Re: ${bareSubject(subject)}`.trim() : subject;
}

/** Without the marks of answers and passing on before it. */
export function bareSubject(subject: string): string {
  let bare = subject.trim();
  for (let mark = 0; mark < MOST_MARKS; mark++) {
    const shorter = bare.replace(MARK, '');
    if (shorter === bare) break;
    bare = shorter.trim();
  }
  return bare;
}
