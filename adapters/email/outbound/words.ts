/** What a server's refusal means, in words for an agent. Its own words are only read, never shown. */

/** Read in this order: a status is often as vague as 5.7.1, and the words beside it are not. */
const BY_WORDS: readonly [RegExp, string][] = [
  [
    /user (?:is )?unknown|unknown user|no such (?:user|recipient|mailbox|address)|does not exist|doesn't exist|mailbox (?:not found|unavailable)|invalid (?:mailbox|recipient)|unknown (?:recipient|address)|user not found/,
    'The mailbox does not exist.',
  ],
  [
    /quota|mailbox (?:is )?full|over ?quota|insufficient (?:system )?storage/,
    'The mailbox is full.',
  ],
  [
    /too (?:large|big)|exceeds? .{0,40}size|size (?:limit )?exceed|maximum (?:message )?size/,
    'The mail is too big for the server.',
  ],
  [/relay/, 'The server does not pass mail on to this address.'],
  [/virus|malware|infected|executable|attachment/, 'The server refused one of the files.'],
  [/spam|junk|unsolicited|content/, 'The server took the mail for spam.'],
  [
    /spf|dkim|dmarc|unauthenticated|authentication (?:checks|information)/,
    'The server wants mail that is authenticated: check SPF, DKIM and DMARC of your domain.',
  ],
  [
    /black ?list|block ?list|blocked|reputation|banned|rbl|dnsbl|denylist/,
    'The server does not take mail from here at present.',
  ],
  [
    /send ?as|not owned by|sender address|as this sender|from address/,
    'The server does not allow sending with this address.',
  ],
];

const BY_STATUS: readonly [RegExp, string][] = [
  [/^[45]\.1\.[016]$/, 'The mailbox does not exist.'],
  [/^[45]\.1\.2$|^[45]\.4\.[34]$/, 'There is no such domain.'],
  [/^[45]\.1\.3$/, 'The address is not written correctly.'],
  [/^[45]\.1\.10$/, 'The domain takes no mail.'],
  [/^[45]\.1\.[78]$/, 'The server does not allow sending with this address.'],
  [/^[45]\.2\.1$/, 'The mailbox is switched off.'],
  [/^[45]\.2\.2$/, 'The mailbox is full.'],
  [/^[45]\.2\.3$|^[45]\.3\.4$/, 'The mail is too big for the server.'],
  [
    /^[45]\.7\.2[0-9]$/,
    'The server wants mail that is authenticated: check SPF, DKIM and DMARC of your domain.',
  ],
  [/^5\.7\.\d+$/, 'The server’s rules forbid the mail.'],
];

/** The status of RFC 3463 that an answer begins with, after its code; '' when it has none. */
export function enhancedStatus(response: string): string {
  return /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1] ?? '';
}

/** Why mail was refused for good, or for now. */
export function refusalWords(response: string): string {
  const said = response.slice(0, 2000).toLowerCase();
  const status = enhancedStatus(response);
  const named = BY_STATUS.find(([pattern]) => pattern.test(status))?.[1];
  // Only the general statuses are less than the words beside them.
  if (named !== undefined && !/^[45]\.(?:7|1\.0)/.test(status)) return named;
  const words = BY_WORDS.find(([pattern]) => pattern.test(said))?.[1];
  if (words !== undefined) return words;
  if (named !== undefined) return named;
  return said.startsWith('4')
    ? 'The server asks to try again later.'
    : 'The server refused the mail.';
}
