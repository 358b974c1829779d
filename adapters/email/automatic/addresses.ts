/** Mail addresses inside the free text of bounces. */

/** The first address in `text`, lower case; '' when there is none. */
export function addressIn(text: string): string {
  return addressesIn(text)[0] ?? '';
}

/** All addresses in `text`, lower case, without repeats. */
export function addressesIn(text: string): string[] {
  const found = new Set<string>();
  for (const [, address = ''] of text.slice(0, 20_000).matchAll(ADDRESS)) {
    found.add(tidy(address));
  }
  return [...found];
}

/** `text` with `sign` in the place of every address. */
export function withoutAddresses(text: string, sign: string): string {
  return text.replace(ADDRESS, sign);
}

/** Written by the people who run servers, not by those who are written to. */
export function isOfStaff(address: string): boolean {
  return STAFF.test(address);
}

// The lookbehind makes a long run of letters be tried once and not once for each of its letters.
const ADDRESS =
  /(?<![\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-])([\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]{1,250}@[\p{L}\p{N}.-]{1,250})/gu;
const STAFF =
  /^(?:postmaster|mailer-daemon|abuse|hostmaster|support|helpdesk|help|admin|administrator|webmaster)@/;

/** A full stop or a dash behind an address ends a sentence; a quote before it is none of its own. */
function tidy(address: string): string {
  const bare = address.toLowerCase().replace(/^['`*|=]+/, '');
  return bare.replace(/^mailto:/, '').replace(/[.-]+$/, '');
}
