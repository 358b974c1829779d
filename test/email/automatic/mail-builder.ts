/** A mail for a test that needs none of its bytes. */
import type { Mail } from '../../../adapters/email/mail/mail.ts';

const NOBODY = { address: '', name: '' };

/** `headers` are given as `Name: value`; From and Subject are taken from them. */
export function mailWith(headers: readonly string[], rest: Partial<Mail> = {}): Mail {
  const fields = headers.map((line) => {
    const [name = '', ...value] = line.split(':');
    return { name: name.toLowerCase(), value: value.join(':').trim() };
  });
  const field = (name: string) => fields.find((one) => one.name === name)?.value ?? '';
  return {
    headers: fields,
    messageId: field('message-id'),
    inReplyTo: field('in-reply-to'),
    references: [],
    from: { ...NOBODY, address: /[^\s<>]+@[^\s<>]+/.exec(field('from'))?.[0] ?? '' },
    sender: null,
    replyTo: [],
    to: [{ ...NOBODY, address: 'support@shop.example' }],
    cc: [],
    deliveredTo: [],
    subject: field('subject'),
    date: null,
    text: '',
    isTranslated: false,
    html: '',
    files: [],
    reports: [],
    ...rest,
  };
}
