/**
 * Twilio's error codes in words for agents. They come with the answer to a send, or later with the
 * status of the message. Source: "Error and warning dictionary" of twilio.com/docs/api/errors.
 */
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import { ChannelError, type ChannelErrorKind } from '../errors.ts';

type Verdict = { kind: ChannelErrorKind; words: string };

const verdict = (kind: ChannelErrorKind, words: string, codes: number[]): [number, Verdict][] =>
  codes.map((code) => [code, { kind, words }]);

const OPTED_OUT = [21610];

const VERDICTS: ReadonlyMap<number, Verdict> = new Map([
  // This person.
  ...verdict('rejected', 'They asked not to be written to (STOP).', OPTED_OUT),
  ...verdict('rejected', 'This is not a number that can be reached.', [21211, 21214, 21217, 21265]),
  ...verdict('rejected', 'No network takes messages to this number.', [21612, 30011]),
  ...verdict('rejected', 'The number is no mobile and takes no texts.', [21614, 30006]),
  ...verdict('rejected', 'The telephone is switched off or out of reach.', [30003]),
  ...verdict('rejected', 'The telephone or its network blocks our messages.', [30004, 63014]),
  ...verdict('rejected', 'The number is not in use.', [30005]),
  ...verdict('rejected', 'They cannot be reached on this channel.', [63003, 63024, 63032, 63033]),
  // This content, or our account.
  ...verdict('rejected', 'Twilio may not send to this country; allow it in the console.', [21408]),
  ...verdict('rejected', 'The text is too long.', [21617, 21605]),
  ...verdict('rejected', 'The networks held the message back as unwanted.', [30007]),
  ...verdict('rejected', 'The sender is not registered for this country.', [30034, 30032]),
  ...verdict('rejected', 'The sender is not one of the account’s.', [21606, 21659, 21603, 63007]),
  ...verdict('rejected', 'WhatsApp refuses the content.', [63005, 63013]),
  ...verdict('rejected', 'The file cannot be sent: its type or size is not accepted.', [
    ...[11751, 21620, 21623, 30019, 63019, 63021],
  ]),
  ...verdict(
    'rejected',
    'The template or its values are not accepted.',
    [21655, 21656, 63027, 63028],
  ),
  ...verdict('closed', 'They wrote more than 24 hours ago: only a template can be sent.', [63016]),
  // Not now.
  ...verdict('retry', 'Too much is waiting at Twilio.', [30001, 21611, 14107]),
  ...verdict('retry', 'Twilio asks us to slow down.', [20429, 63018]),
  // The key.
  ...verdict('unauthorized', 'Twilio no longer accepts our key.', [20003, 20005]),
]);

const Told = Compile(Type.Object({ code: Type.Integer() }));

/** For `callPlatform`; what the table does not know is left to the HTTP status. */
export async function explain(response: Response): Promise<ChannelError | null> {
  const told: unknown = await response.json().catch(() => null);
  if (!Told.Check(told)) return null;
  const { kind, words } = VERDICTS.get(told.code) ?? refusal(response.status) ?? {};
  // Slowing down is left to the HTTP status, for the time to wait stands beside it.
  if (!kind || !words || response.status === 429) return null;
  const wait = kind === 'retry' ? { retryAfterMs: 30_000 } : {};
  const code = String(told.code);
  return new ChannelError(kind, words, { code, optedOut: isOptedOut(code), ...wait });
}

function refusal(status: number): Verdict | null {
  const refused = status >= 400 && status < 500 && ![401, 408, 429].includes(status);
  return refused ? { kind: 'rejected', words: 'Twilio refused the message.' } : null;
}

/** Why a message failed, from the code in its status. */
export function reasonOf(code: string): string {
  const words = VERDICTS.get(Number(code))?.words ?? 'It was not delivered.';
  return /^\d{4,6}$/.test(code) ? `${words} (${code})` : words;
}

export function isOptedOut(code: string): boolean {
  return OPTED_OUT.includes(Number(code));
}
