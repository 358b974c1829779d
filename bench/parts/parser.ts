/** Mails of a megabyte read in the thread that reads them, and what the main thread feels of it. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { createMailReader } from '../../adapters/email/mail/worker-pool.ts';
import { type Figure, percentile } from '../report.ts';

const MEGABYTE = 1024 * 1024;
const ROUNDS = 3;
const MS = 1_000_000;

const NEWS = `<table width="600" style="border-collapse:collapse"><tr><td style="padding:10px 20px;color:#333">
<a href="https://example.com/track?a=1&amp;b=2"><img src="https://example.com/a.png" alt="A"></a><br>
<span style="font-size:16px">An offer of the week</span> and a few words on what makes it one.</td></tr></table>`;
const NOTE = `<p class=3D"MsoNormal" style=3D"margin:0cm"><span style=3D"font-size:11pt">We sent the par=\r
cel to M=C3=BCnchen on Monday, as you wrote.</span></p>\r\n`;
const QUOTED = '> It was sent on Monday, from the house at the lake to the one in town.\r\n';

/** Ordinary mails grown large, and one thing over and over again. */
const MAILS: readonly Buffer[] = [
  mailOf('text/html', NEWS),
  mailOf('text/html', '<p>From: Ana</p><blockquote>On Monday Bo wrote:</blockquote>'),
  mailOf('text/html', '<table><tr><td>'),
  mailOf('text/html', '<a href="https://example.com">x</a> '),
  mailOf('text/html', 'a<br>'),
  mailOf('text/html', '&lt;'),
  mailOf('text/html', '<img src="cid:a"> '),
  mailOf('text/html\r\nContent-Transfer-Encoding: quoted-printable', NOTE),
  mailOf('text/plain', QUOTED),
  mailOf('text/plain', `${QUOTED}An answer to that.\r\n`),
  mailOf('text/plain', 'On 1 January Bo wrote\r\n'),
  mailOf('text/plain', 'a '),
  mailOf('text/plain', 'a\r\n'),
  mailOf('text/plain; format=flowed', '> a \r\n'),
  mailOf('text/plain', 'begin 644 a\r\n#0V%T\r\n`\r\nend\r\n'),
  mailOf('text/plain\r\nContent-Transfer-Encoding: quoted-printable', '=C3=A9=\r\n'),
  mailOf('text/plain\r\nContent-Transfer-Encoding: base64', 'w6kgPiBhCg==\r\n'),
  mailOf('text/plain; charset=iso-2022-jp', '\x1b$B$3$s\x1b(B\r\n'),
  mailOf('text/plain; charset=utf-7', '+AOk- '),
  headOf('Subject: ', '=?utf-8?q?=C3=A9?= '),
  headOf('To: ', 'Ana <ana@example.com>, '),
  headOf('To: ', '('),
  headOf('', 'X-Field: value\r\n'),
];

/** The mails one after the other, as they come from a mailbox; one small mail has come before. */
export async function measureParser(): Promise<Figure[]> {
  const reader = createMailReader({ workers: 1 });
  await reader.read(Buffer.from('Subject: Hello\r\n\r\nHi'));
  const lag = monitorEventLoopDelay({ resolution: 5 });
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const mail of MAILS) {
      const begun = performance.now();
      // What carries the bytes over and back is part of what the main thread feels.
      lag.enable();
      const outcome = await reader.read(mail);
      times.push(performance.now() - begun);
      if ('problem' in outcome) throw new Error(outcome.problem);
      await sleep(10);
      lag.disable();
    }
  }
  await reader.close();
  const name = `${MAILS.length} mails of 1 MB read in their thread`;
  return [
    { name: `${name}, the slowest`, value: Math.max(...times), unit: 'ms', target: '< 300 ms' },
    { name: '  the middle', value: percentile(times, 0.5), unit: 'ms' },
    { name: '  lag of the main thread, most', value: lag.max / MS, unit: 'ms', target: '< 50 ms' },
    { name: '  lag of the main thread, p99', value: lag.percentile(99) / MS, unit: 'ms' },
  ];
}

function mailOf(type: string, piece: string): Buffer {
  return Buffer.from(`From: ana@example.com\r\nContent-Type: ${type}\r\n\r\n${filled(piece)}`);
}

/** Just below the limit of a header. */
function headOf(field: string, piece: string): Buffer {
  return Buffer.from(`From: ana@example.com\r\n${field}${filled(piece, 1_000_000)}\r\n\r\nHi`);
}

function filled(piece: string, size = MEGABYTE): string {
  return piece.repeat(Math.ceil(size / piece.length));
}
