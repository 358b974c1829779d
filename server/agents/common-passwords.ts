/**
 * Long passwords that are guessed first. Public breach lists hold few of 12 characters and more, and those follow
 * patterns: a favourite word with a tail, a word twice, a run along the keyboard, one short piece over and over.
 */

const WORDS = [
  ...['password', 'passw0rd', 'p@ssw0rd', 'p@ssword', 'passwort', 'contraseña', 'motdepasse'],
  ...[
    'qwerty',
    'qwertyuiop',
    'asdfghjkl',
    'letmein',
    'welcome',
    'iloveyou',
    'sunshine',
    'princess',
  ],
  ...['football', 'baseball', 'basketball', 'superman', 'starwars', 'dragon', 'monkey', 'michael'],
  ...['admin', 'administrator', 'root', 'support', 'helpdesk', 'service', 'company', 'interline'],
  ...['changeme', 'default', 'secret', 'trustno1', 'abc123', 'woaini'],
];

const TAILS = [
  ...['', '!', '1', '1!', '12', '123', '123!', '@123', '1234', '1234!', '@1234', '12345', '12345!'],
  ...['123456', '1234567', '12345678', '123456789', '1234567890', '!@#', '!@#$', '#1', '01', '00'],
  ...['2020', '2021', '2022', '2023', '2024', '2025', '2026', '2027', '2024!', '2025!', '2026!'],
];

/** Rows and alphabets people run along, in either direction. */
const RUNS = [
  '01234567890123456789',
  '12345678901234567890',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiop[]asdfghjkl;',
  'qwertyuiopasdfghjklzxcvbnm',
  'azertyuiopqsdfghjklmwxcvbn',
  '1q2w3e4r5t6y7u8i9o0p',
  '1qaz2wsx3edc4rfv5tgb6yhn',
  'qazwsxedcrfvtgbyhnujmikolp',
].flatMap((run) => [run, [...run].reverse().join('')]);

/** The longest piece whose repetition counts as a pattern: "abcabcabcabc". */
const LONGEST_PIECE = 4;

const listed = new Set(
  WORDS.flatMap((word) => [...TAILS.map((tail) => word + tail), word + word, word + word + word]),
);

/** Would this be among the first guesses? Capitals make no difference. */
export function isCommonPassword(password: string): boolean {
  const plain = password.toLowerCase();
  return listed.has(plain) || isRepetition(plain) || RUNS.some((run) => run.includes(plain));
}

function isRepetition(text: string): boolean {
  for (let length = 1; length <= LONGEST_PIECE; length += 1) {
    const times = Math.ceil(text.length / length);
    if (text.slice(0, length).repeat(times).startsWith(text)) return true;
  }
  return false;
}
