/** Invented mails as they would arrive: bounces of many mail systems, machines, people. */
import { readdirSync, readFileSync } from 'node:fs';
import { readMail } from '../../../adapters/email/mail/read-mail.ts';

const here = new URL('.', import.meta.url);

/** The shop whose mails the fixtures answer. */
export const own = { addresses: ['support@shop.example'], issued: () => false };
export const OUR_ID = '<c.7f3a.12.k9q@mail.shop.example>';

export function names(folder: 'bounces' | 'machines' | 'humans'): string[] {
  return readdirSync(new URL(`${folder}/`, here)).map((file) => file.replace(/\.eml$/, ''));
}

export function read(folder: 'bounces' | 'machines' | 'humans', name: string) {
  return readMail(readFileSync(new URL(`${folder}/${name}.eml`, here)));
}

/** What is expected, by the name of the fixture. */
export function expected<T>(folder: 'bounces' | 'machines'): Map<string, T> {
  const text = readFileSync(new URL(`${folder}.json`, here), 'utf8');
  return new Map(Object.entries<T>(JSON.parse(text)));
}
