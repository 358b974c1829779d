/** Mails put together in tests, byte for byte. */
import { readMail } from '../../../adapters/email/mail/read-mail.ts';

/** Header lines, an empty line, the body; `body` may be bytes. Strings stand for UTF-8. */
export function letter(head: readonly (string | Buffer)[], body: string | Buffer = ''): Buffer {
  const lines = head.flatMap((line) => [Buffer.from(line), Buffer.from('\r\n')]);
  return Buffer.concat([...lines, Buffer.from('\r\n'), Buffer.from(body)]);
}

/** A multipart body of parts written out, with the delimiters around them. */
export function parts(boundary: string, ...pieces: (string | Buffer)[]): Buffer {
  const written = pieces.flatMap((piece) => [
    Buffer.from(`--${boundary}\r\n`),
    Buffer.from(piece),
    Buffer.from('\r\n'),
  ]);
  return Buffer.concat([...written, Buffer.from(`--${boundary}--\r\n`)]);
}

/** One header field before a short text. */
export const readField = (line: string | Buffer) => readMail(letter([line], 'text'));

export const readText = async (head: readonly (string | Buffer)[], body: string | Buffer) =>
  (await readMail(letter(head, body))).text;

export const bytes = (hex: string): Buffer => Buffer.from(hex.replaceAll(' ', ''), 'hex');
