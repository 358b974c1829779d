/** What a mail of ours looks like to the one who opens it, and to the servers on the way. */
import PostalMime, { type Email } from 'postal-mime';
import { describe, expect, test } from 'vitest';
import { writeMail } from '../../adapters/email/outbound/write.ts';
import { readReplyToken } from '../../adapters/email/tokens.ts';
import type { OutboundAttachment, OutboundMessage } from '../../adapters/message.ts';
import { messageToAna, settingsAt } from '../support/mail-server.ts';

const at = new Date('2026-11-26T08:15:00Z');

type Read = { raw: string; head: string; mail: Email; text: string; html: string };

async function written(
  more: Partial<OutboundMessage> = {},
  settings: Record<string, string> = {},
): Promise<Read> {
  const { raw } = await writeMail(messageToAna(more), settingsAt({ port: 1 }, settings), at);
  const mail = await PostalMime.parse(raw);
  const text = raw.toString('latin1');
  const [head = ''] = text.split('\r\n\r\n', 1);
  const parts = { text: mail.text?.replaceAll('\r\n', '\n') ?? '', html: mail.html ?? '' };
  return { raw: text, head, mail, ...parts };
}

const file = (name: string, type: string, content: string, id = 'f1'): OutboundAttachment => ({
  ...{ id, name, type, size: Buffer.byteLength(content) },
  read: async () => new Blob([content]),
  link: () => 'https://files.example/1',
});

const quoting = {
  kind: 'reply' as const,
  from: { address: 'ana@example.org', name: 'Ana Lima' },
  at: new Date('2026-11-25T21:05:00Z'),
  subject: 'Stock',
  text: 'Hello,\n\nis it in stock?\n> You wrote this.',
};

describe('an answer', () => {
  test('is from the channel by name, and asks for answers under a token', async () => {
    const { mail } = await written({ author: 'Bo' });
    expect(mail.from).toMatchObject({ address: 'help@example.com', name: 'Example Support' });
    const { address = '', name } = mail.replyTo?.[0] ?? {};
    expect(name).toBe('Example Support');
    expect(address).toMatch(/^help\+r\.t1\./);
    expect(new Date(mail.date ?? '')).toEqual(at);
  });

  test('is from its writer where the channel has no name', async () => {
    const { mail } = await written({ author: 'Bo' }, { senderName: '' });
    expect(mail.from?.name).toBe('Bo');
    const nameless = await written({}, { senderName: '' });
    expect(nameless.head).toMatch(/^From: help@example\.com$/m);
  });

  test('asks for answers nowhere else where tokens cannot travel', async () => {
    const { mail } = await written({}, { plusAddressing: 'off' });
    expect(mail.replyTo ?? []).toEqual([]);
  });

  test('names the line before it, whole at first and its last twenty', async () => {
    const references = Array.from(
      { length: 60 },
      (_, n) => `<m${n}.${'x'.repeat(60)}@example.org>`,
    );
    const { mail, raw } = await written({ references });
    expect(mail.inReplyTo).toBe(references.at(-1));
    expect(mail.references?.split(/\s+/)).toEqual([references[0], ...references.slice(-20)]);
    expect(Math.max(...raw.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998);
  });

  test('names one mail once, and nothing that is no id', async () => {
    const { mail } = await written({ references: ['a@example.org', '', '<b c@x>', 'x', '<é@x>'] });
    expect(mail.inReplyTo).toBe('<a@example.org>');
    expect(mail.references).toBe('<a@example.org>');
  });

  test('has the text, the signature and what it answers, in this order', async () => {
    const signature = '{agent}\nExample Ltd';
    const { text, html } = await written({ author: 'Bo $& Co', quoting }, { signature });
    expect(text.trimEnd()).toBe(
      [
        'Yes, twelve.\n',
        '-- ',
        'Bo $& Co\nExample Ltd\n',
        'On 25 Nov 2026, 21:05 UTC, Ana Lima <ana@example.org> wrote:',
        '> Hello,\n>\n> is it in stock?\n>> You wrote this.',
      ].join('\n'),
    );
    const order = [
      'Yes, twelve.',
      'Bo $&#38; Co',
      'wrote:',
      '<blockquote type="cite"',
      'in stock?',
    ];
    const places = order.map((words) => html.indexOf(words));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  test('of a machine says so, and is signed by nobody', async () => {
    const { head, text } = await written(
      { automatic: true, author: 'Bo' },
      { signature: '{agent}' },
    );
    expect(head).toMatch(/^Auto-Submitted: auto-replied$/im);
    expect(head).toMatch(/^X-Auto-Response-Suppress: All$/im);
    expect(head).not.toMatch(/^(?:Precedence|List-)/im);
    expect(text).not.toContain('Bo');
    expect((await written()).head).not.toMatch(/^(?:Auto-Submitted|X-Auto|X-Mailer)/im);
  });
});

test('what is passed on stands below its own head', async () => {
  const { mail, text } = await written({
    text: 'FYI',
    quoting: { ...quoting, kind: 'forward' } as const,
  });
  expect(mail.subject).toBe('Fwd: Stock');
  expect(text).toContain(
    '---------- Forwarded message ----------\nFrom: Ana Lima <ana@example.org>\n' +
      'Date: 25 Nov 2026, 21:05 UTC\nSubject: Stock\n\nHello,',
  );
});

describe('the writing of the world', () => {
  const names = { address: 'ana@example.org', name: '王小明' };
  test('arrives as it was typed: subjects, names, texts, names of files', async () => {
    const text = '您好，共十二件。🎉 Ünïcödé\n第二行';
    const attachments = [file('发票 — 2026年 "最终".pdf', 'application/pdf', '%PDF')];
    const recipients = { to: [names], cc: [], bcc: [] };
    const subject = `关于 ${'很长的主题'.repeat(20)} 🎉`;
    const { mail, raw, text: said } = await written({ text, attachments, recipients, subject });
    expect(said.trimEnd()).toBe(text);
    expect(mail.subject).toBe(subject);
    expect(mail.to).toMatchObject([names]);
    expect(mail.attachments[0]?.filename).toBe('发票 — 2026年 "最终".pdf');
    expect(raw).toMatch(/^[\x20-\x7e\r\n\t]*$/);
  });

  test('arrives though characters were cut in half', async () => {
    const half = 'a\ud800b';
    const { mail, text, html } = await written({ text: half, subject: half, author: half });
    expect([mail.subject, text.trimEnd()]).toEqual(['a\ufffdb', 'a\ufffdb']);
    expect(html).toContain('a\ufffdb');
  });

  test('reaches a domain in its ASCII form', async () => {
    const settings = settingsAt({ port: 1 });
    const recipients = { to: [{ address: 'Ana@bücher.example', name: '' }], cc: [], bcc: [] };
    const { envelope } = await writeMail(messageToAna({ recipients }), settings, at);
    expect(envelope.to).toEqual(['Ana@xn--bcher-kva.example']);
  });

  test('keeps long lines and blanks at their ends', async () => {
    const text = `${'word '.repeat(300)}\n    indented  \n.\n..dots\nFrom here`;
    expect((await written({ text })).text.trimEnd()).toBe(text);
  });
});

describe('files', () => {
  test('travel byte for byte under a harmless name and type', async () => {
    const attachments = [
      file('../../etc/passwd', 'text/plain', 'a\r\nb\n\0\u2028'),
      file('photo\u202egpj.exe', 'bogus\r\nX-Evil: 1', 'MZ', 'f2'),
      file('', 'multipart/mixed; boundary=x', '--x', 'f3'),
    ];
    const { mail, raw } = await written({ attachments });
    const got = mail.attachments.map(({ filename, mimeType }) => [filename, mimeType]);
    expect(got).toEqual([
      ['_.._etc_passwd', 'text/plain'],
      ['photogpj.exe', 'application/octet-stream'],
      ['file', 'application/octet-stream'],
    ]);
    const bytes = new Uint8Array(mail.attachments[0]?.content as ArrayBuffer);
    expect(new TextDecoder().decode(bytes)).toBe('a\r\nb\n\0\u2028');
    expect(raw).not.toMatch(/^X-Evil/m);
  });

  test('named in the text as images are shown in it', async () => {
    const attachments = [
      file('a.png', 'image/png', 'PNG'),
      file('b.png', 'image/png', 'PNG', 'f2'),
    ];
    const text = 'See ![the "shelf"](cid:f1) and ![none](cid:f9)';
    const { mail, html, text: plain } = await written({ text, attachments });
    const [shown, other] = mail.attachments;
    expect(html).toContain(
      `<img src="cid:${shown?.contentId?.slice(1, -1)}" alt="the &#34;shelf&#34;">`,
    );
    expect([shown?.disposition, other?.disposition]).toEqual(['inline', 'attachment']);
    expect(html).toContain('![none](cid:f9)');
    expect(plain.trimEnd()).toBe('See [the "shelf"] and ![none](cid:f9)');
  });
});

describe('nothing anybody wrote ends a header line (C11)', () => {
  const HEADERS =
    /^(?:X-Interline-Message|From|To|Cc|Reply-To|Subject|Message-ID|In-Reply-To|References|Date|MIME-Version|Content-Type|Content-Transfer-Encoding): /;
  const breaks = [
    '\r\n',
    '\n',
    '\r',
    '\0',
    '\u2028',
    '\u2029',
    '\u0085',
    '\v',
    '\f',
    '\u202e',
    '\r\n\r\n',
    '\u010a\u010d',
  ];

  test.each(breaks.map((sign) => [JSON.stringify(sign), sign]))('%s', async (_, sign) => {
    const evil = `a${sign}Bcc: evil@example.net${sign}X-Evil: 1`;
    const { head, mail } = await written(
      {
        id: evil,
        thread: evil,
        subject: evil,
        author: evil,
        references: [`<a@example.org${sign}>`, evil, `<b${sign}Bcc:evil@example.net>`],
        recipients: { to: [{ address: 'ana@example.org', name: evil }], cc: [], bcc: [] },
        quoting: { ...quoting, from: { address: evil, name: evil }, subject: evil },
        attachments: [file(evil, `image/png${sign}X-Evil: 1`, 'x', evil)],
      },
      { senderName: evil, signature: evil },
    );
    for (const line of head.split('\r\n')) expect(line).toMatch(/^[ \t]|^[A-Za-z-]+: /);
    const fields = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
    expect(fields.filter((line) => !HEADERS.test(line))).toEqual([]);
    expect(new Set(fields.map((line) => line.split(':')[0])).size).toBe(fields.length);
    expect(mail.to?.map(({ address }) => address)).toEqual(['ana@example.org']);
    expect(`${mail.subject}${mail.from?.name}`).not.toMatch(/[\p{Cc}\u2028\u2029\u202e]/u);
    expect(mail.attachments).toHaveLength(1);
  });

  test.each([
    'ana@example.org\r\nBcc: evil@example.net',
    'ana@example.org\n',
    'ana@example.org, evil@example.net',
    '<evil@example.net>',
    'ana\0@example.org',
    'ana\u2028@example.org',
    'ana\u202e@example.org',
    'ana@example.org>',
    '"a b"@example.org',
    'ana@',
    '@example.org',
    'ana@exa mple.org',
    'ana@example..org',
    'ana',
    '',
  ])('%j is no address', async (address) => {
    // Blanks around an address are nobody's fault.
    if (address.trim() === 'ana@example.org') {
      const { envelope } = await writeMail(
        messageToAna({ to: { kind: 'email', scope: '', value: address } }),
        settingsAt({ port: 1 }),
        at,
      );
      expect(envelope.to).toEqual(['ana@example.org']);
      return;
    }
    for (const part of ['to', 'cc', 'bcc'] as const) {
      const recipients = { to: [], cc: [], bcc: [], [part]: [{ address, name: '' }] };
      await expect(written({ recipients })).rejects.toMatchObject({ kind: 'rejected' });
    }
  });
});

test('the token in the reply address is the thread', async () => {
  const settings = settingsAt({ port: 1 });
  const { raw } = await writeMail(messageToAna(), settings, at);
  const { replyTo } = await PostalMime.parse(raw);
  expect(readReplyToken(replyTo?.[0]?.address ?? '', settings)).toBe('t1');
});
