/** Settings → System: what was found, and what to do about it. */
import type { About, FindingName } from '../../../server/wire/system.ts';
import { plural } from '../plural.ts';

/** Already as the reader's language writes them. */
type Facts = Record<string, string>;
type Told = Record<FindingName | HereName, (facts: Facts) => string>;
/** What only the browser can see. */
type HereName =
  | 'visited-good'
  | 'visited-elsewhere'
  | 'live-good'
  | 'live-blocked'
  | 'watch-good'
  | 'watch-off';

const about: Record<About | 'visited' | 'live' | 'watch', string> = {
  address: 'Public address',
  visited: 'The address you use',
  live: 'Live connection',
  worker: 'Sending and fetching',
  queue: 'Waiting work',
  channels: 'Channels',
  senders: 'Mail of channels',
  mail: 'System mail',
  database: 'Database',
  clock: 'Server clock',
  watch: 'Your clock',
  redis: 'Redis',
  disk: 'Disk space',
  files: 'Attachments',
  backup: 'Backup',
  versions: 'Versions',
};

const findings: Told = {
  'address-good': ({ url }) => `${url} leads here.`,
  'address-local': ({ url }) => `${url} is known to this machine alone.`,
  'address-plain': ({ url }) => `${url} is not encrypted.`,
  'address-unreachable': ({ url }) => `${url} does not lead here, at least not from this server.`,
  'visited-good': () => 'It is the public address.',
  'visited-elsewhere': ({ here, url }) => `You came by ${here}; links and cookies are for ${url}.`,
  'live-good': ({ answerMs }) =>
    `A WebSocket was opened through whatever lies between, in ${answerMs}.`,
  'live-blocked': () =>
    'A WebSocket could not be opened. Screens fall back to asking again and again.',
  'worker-good': ({ count }) => `At work: ${count}.`,
  'worker-silent': ({ seenAt }) =>
    `Nothing was heard of it since ${seenAt}. Nothing is sent or fetched.`,
  'worker-none': () => 'No process does it. Nothing is sent or fetched.',
  'queue-good': ({ count }) => `Nothing is late. Due at this moment: ${count}.`,
  'queue-late': ({ count, oldestSeconds }) =>
    `Due: ${count}; the oldest has waited ${oldestSeconds}.`,
  'channels-good': ({ count }) => `None fails. Connected: ${count}.`,
  'channels-failing': ({ names }) => `Sending fails on: ${names}.`,
  'senders-none': () => 'No channel sends through a mail server.',
  'senders-good': ({ count }) => `Logged in to each server that sends. Tried: ${count}.`,
  'senders-refused': ({ reasons }) => `It would not send. ${reasons}`,
  'mail-good': ({ from }) => `Invitations, new passwords and digests go out from ${from}.`,
  'mail-none': () => 'Not set up: no invitations, new passwords or digests by mail.',
  'mail-refused': ({ reason }) => `The server would not send. ${reason}`,
  'database-good': ({ version, answerMs }) => `Postgres ${version} answers in ${answerMs}.`,
  'database-slow': ({ version, answerMs }) => `Postgres ${version} took ${answerMs} to answer.`,
  'clock-good': () => 'The server and its database have the same time.',
  'clock-off': ({ offSeconds }) => `The server and its database are ${offSeconds} apart.`,
  'watch-good': () => 'This device and the server have the same time.',
  'watch-off': ({ offSeconds }) => `This device and the server are ${offSeconds} apart.`,
  'redis-good': ({ version }) => `Redis ${version} answers.`,
  'redis-none': () => 'Not used: one process does everything.',
  'redis-away': () => 'It does not answer. Messages go on; screens hear of some of them later.',
  'redis-unsafe': () => 'It is too old, or throws away what it holds when memory is short.',
  'disk-good': ({ freeBytes, totalBytes }) => `${freeBytes} of ${totalBytes} are free.`,
  'disk-low': ({ freeBytes, totalBytes }) => `Only ${freeBytes} of ${totalBytes} are free.`,
  'disk-full': ({ freeBytes, totalBytes }) =>
    `${freeBytes} of ${totalBytes} are free. Messages are refused when it is full.`,
  'files-good': () => 'They can be read and saved.',
  'files-refused': () =>
    'The folder cannot be read or written. Files from customers do not arrive.',
  'backup-good': ({ madeAt }) => `The last one was made on ${madeAt}.`,
  'backup-old': ({ madeAt }) => `The last one was made on ${madeAt}.`,
  'backup-never': () => 'None was made with npm run backup.',
  'versions-good': ({ versions }) => `Every process runs Interline ${versions}.`,
  'versions-mixed': ({ versions }) => `Processes run different versions: ${versions}.`,
};

const fixes: Partial<Record<FindingName | HereName, string>> = {
  'address-local':
    'To be reached by customers and platforms, set PUBLIC_URL to your https address and start again.',
  'address-plain':
    'Put a proxy with HTTPS in front, set PUBLIC_URL to the https address and start again.',
  'address-unreachable':
    'Open the address from another network. If it does not answer there, check DNS, the certificate and the proxy.',
  'visited-elsewhere':
    'Use the public address, or set PUBLIC_URL to the one you use and start again.',
  'live-blocked':
    'Let the proxy pass WebSockets for /socket.io: HTTP/1.1 with the headers Upgrade and Connection.',
  'worker-silent': 'Start the process with ROLE=worker or ROLE=all again, and look at its log.',
  'worker-none': 'Start a process with ROLE=worker, or one with ROLE=all.',
  'queue-late':
    'Look at the channels first: a slow platform holds its own messages. Else start another worker.',
  'channels-failing':
    'Open Settings → Channels: each says what is wrong and how to connect it again.',
  'senders-refused': 'Check server, port and password: Settings → Channels.',
  'mail-none': 'Set SMTP_URL and MAIL_FROM, and start again.',
  'mail-refused': 'Check SMTP_URL: host, port, user and password.',
  'database-slow': 'Look at its load and its disk, and keep it near to the server.',
  'clock-off': 'Set both by NTP. Beyond 5 seconds a process refuses to start.',
  'watch-off':
    'Let the device set its time by itself: times on your screen are wrong by this much.',
  'redis-away': 'Start it, or check REDIS_URL and the network. Nothing is lost meanwhile.',
  'redis-unsafe': 'Use Redis 6.2 or newer with maxmemory-policy noeviction.',
  'disk-low': 'Make room, or enlarge the disk that holds DATA_DIR.',
  'disk-full': 'Make room now, or enlarge the disk that holds DATA_DIR.',
  'files-refused': 'Give the user that runs Interline the folder “files” in DATA_DIR.',
  'backup-old': 'Run npm run backup every night, and keep the copies on another machine.',
  'backup-never':
    'Run npm run backup every night. If your provider backs up the database, copy DATA_DIR as well.',
  'versions-mixed': 'Good during an update. Else stop the processes of the old version.',
};

export const system = {
  lead: 'How this installation is doing, looked at from the server and from your browser.',
  looking: 'Looking…',
  again: 'Look again',
  lookedAt: (when: string) => `Looked at ${when}`,
  allGood: 'Everything works',
  wanted: (count: number) =>
    plural('en', count, {
      one: '# thing wants your attention',
      other: '# things want your attention',
    }),
  broken: (count: number) =>
    plural('en', count, { one: '# thing is broken', other: '# things are broken' }),
  checks: 'What was looked at',
  states: { good: 'OK', attention: 'Attention', broken: 'Broken' },
  adminsOnly: 'Only admins can see how the installation is doing.',
  processes: 'Processes',
  roles: { all: 'Everything', web: 'Serves people', worker: 'Sends and fetches' },
  running: (version: string, node: string) => `Interline ${version} on Node ${node}`,
  seen: (when: string) => `last heard ${when}`,
  since: (when: string) => `since ${when}`,
  milliseconds: (ms: string) => `${ms} ms`,
  about,
  findings,
  fixes,
};
