/** Reads the labelled mails: `@@@ name`, the mail, `@@@ expected`, what should be left. */
import { readFileSync } from 'node:fs';

export type Labelled = { name: string; mail: string; expected: string };

/** The mails of one file in this folder, in order. */
export function readLabelled(file: string): Labelled[] {
  const text = readFileSync(new URL(file, import.meta.url), 'utf8').replace(/\n$/, '');
  const sections = text.split(/^@@@ (.*)\n/m).slice(1);
  const mails: Labelled[] = [];
  for (let index = 0; index < sections.length; index += 4) {
    const [name = '', mail = '', , expected = ''] = sections.slice(index, index + 4);
    mails.push({ name, mail: mail.replace(/\n$/, ''), expected: expected.replace(/\n$/, '') });
  }
  return mails;
}
