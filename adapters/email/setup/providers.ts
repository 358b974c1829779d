/** Where the mailboxes of well-known providers are, as their own help pages tell. */

export type Provider = {
  imap: string;
  smtp: string;
  /** 465 is TLS from the first byte, 587 is STARTTLS (RFC 8314, 3.3). */
  smtpPort: number;
  /** name+anything@… arrives at name@… by itself. */
  plus: boolean;
  /** What a domain hosted there says in SPF; '' where that is not told. */
  spf: string;
};

/** Addresses' domains · ends of the names of mail servers · IMAP · SMTP · plus · SPF. */
type Row = [
  domains: string,
  servers: string,
  imap: string,
  smtp: string,
  plus: 'plus' | '',
  spf: string,
];

const ROWS: readonly Row[] = [
  [
    'gmail.com googlemail.com',
    'google.com googlemail.com',
    'imap.gmail.com',
    'smtp.gmail.com:587',
    'plus',
    '_spf.google.com',
  ],
  [
    '',
    'outlook.com mx.microsoft',
    'outlook.office365.com',
    'smtp.office365.com:587',
    'plus',
    'spf.protection.outlook.com',
  ],
  [
    'outlook.com hotmail.com live.com msn.com outlook.de hotmail.de live.de hotmail.co.uk live.co.uk hotmail.fr live.fr outlook.fr hotmail.it hotmail.es outlook.es outlook.jp',
    '',
    'outlook.office365.com',
    'smtp-mail.outlook.com:587',
    'plus',
    '',
  ],
  ['office365.com', '', 'outlook.office365.com', 'smtp.office365.com:587', 'plus', ''],
  [
    'yahoo.com ymail.com rocketmail.com yahoo.co.uk yahoo.de yahoo.fr yahoo.es yahoo.it yahoo.com.br',
    'yahoodns.net',
    'imap.mail.yahoo.com',
    'smtp.mail.yahoo.com:465',
    '',
    '',
  ],
  ['aol.com', '', 'imap.aol.com', 'smtp.aol.com:465', '', ''],
  [
    'icloud.com me.com mac.com',
    'icloud.com',
    'imap.mail.me.com',
    'smtp.mail.me.com:587',
    'plus',
    'icloud.com',
  ],
  [
    'fastmail.com fastmail.fm',
    'messagingengine.com',
    'imap.fastmail.com',
    'smtp.fastmail.com:465',
    'plus',
    'spf.messagingengine.com',
  ],
  [
    'zoho.com zohomail.com',
    'zoho.com',
    'imap.zoho.com',
    'smtp.zoho.com:465',
    'plus',
    'zohomail.com',
  ],
  ['zoho.eu zohomail.eu', 'zoho.eu', 'imap.zoho.eu', 'smtp.zoho.eu:465', 'plus', 'zohomail.eu'],
  ['gmx.de gmx.net gmx.at gmx.ch', 'gmx.net', 'imap.gmx.net', 'mail.gmx.net:587', '', ''],
  ['gmx.com gmx.us gmx.co.uk', '', 'imap.gmx.com', 'mail.gmx.com:587', '', ''],
  ['web.de', 'web.de', 'imap.web.de', 'smtp.web.de:587', '', ''],
  [
    't-online.de magenta.de',
    't-online.de',
    'secureimap.t-online.de',
    'securesmtp.t-online.de:465',
    '',
    '',
  ],
  ['freenet.de', 'freenet.de', 'mx.freenet.de', 'mx.freenet.de:587', '', ''],
  [
    'mail.ru inbox.ru list.ru bk.ru',
    'mail.ru',
    'imap.mail.ru',
    'smtp.mail.ru:465',
    'plus',
    '_spf.mail.ru',
  ],
  [
    'yandex.ru yandex.com ya.ru yandex.kz yandex.by',
    'yandex.net yandex.ru',
    'imap.yandex.com',
    'smtp.yandex.com:465',
    'plus',
    '_spf.yandex.net',
  ],
  [
    'exmail.qq.com',
    'mxbiz1.qq.com mxbiz2.qq.com',
    'imap.exmail.qq.com',
    'smtp.exmail.qq.com:465',
    '',
    'spf.mail.qq.com',
  ],
  ['qq.com vip.qq.com foxmail.com', 'qq.com', 'imap.qq.com', 'smtp.qq.com:465', '', ''],
  [
    '',
    'qiye163mx01.mxmail.netease.com qiye163mx02.mxmail.netease.com',
    'imap.qiye.163.com',
    'smtp.qiye.163.com:994',
    '',
    'spf.163.com',
  ],
  ['163.com', '', 'imap.163.com', 'smtp.163.com:465', '', ''],
  ['126.com', '', 'imap.126.com', 'smtp.126.com:465', '', ''],
  ['yeah.net', '', 'imap.yeah.net', 'smtp.yeah.net:465', '', ''],
  ['aliyun.com', '', 'imap.aliyun.com', 'smtp.aliyun.com:465', '', ''],
  [
    '',
    'mxhichina.com',
    'imap.qiye.aliyun.com',
    'smtp.qiye.aliyun.com:465',
    '',
    'spf.qiye.aliyun.com',
  ],
  ['sina.com', '', 'imap.sina.com', 'smtp.sina.com:465', '', ''],
  ['139.com', '', 'imap.139.com', 'smtp.139.com:465', '', ''],
  ['naver.com', 'naver.com', 'imap.naver.com', 'smtp.naver.com:465', '', ''],
  ['', 'ionos.de kundenserver.de', 'imap.ionos.de', 'smtp.ionos.de:465', '', '_spf-eu.ionos.com'],
  ['', 'ionos.com', 'imap.ionos.com', 'smtp.ionos.com:465', '', '_spf-us.ionos.com'],
  ['', 'rzone.de', 'imap.strato.de', 'smtp.strato.de:465', '', ''],
  ['', 'ovh.net', 'ssl0.ovh.net', 'ssl0.ovh.net:465', 'plus', 'mx.ovh.com'],
  ['', 'gandi.net', 'mail.gandi.net', 'mail.gandi.net:465', 'plus', '_mailcust.gandi.net'],
  ['mailbox.org', 'mailbox.org', 'imap.mailbox.org', 'smtp.mailbox.org:465', 'plus', 'mailbox.org'],
  ['posteo.de posteo.net', 'posteo.de', 'posteo.de', 'posteo.de:465', 'plus', ''],
  [
    '',
    'infomaniak.ch',
    'mail.infomaniak.com',
    'mail.infomaniak.com:465',
    'plus',
    'spf.infomaniak.ch',
  ],
  ['orange.fr wanadoo.fr', 'orange.fr', 'imap.orange.fr', 'smtp.orange.fr:465', '', ''],
  ['libero.it', 'libero.it', 'imapmail.libero.it', 'smtp.libero.it:465', '', ''],
];

const byDomain = new Map<string, Provider>();
const byServer = new Map<string, Provider>();
for (const [domains, servers, imap, smtp, plus, spf] of ROWS) {
  const [host = '', port] = smtp.split(':');
  const provider = { imap, smtp: host, smtpPort: Number(port), plus: plus === 'plus', spf };
  for (const domain of domains.split(' ').filter(Boolean)) byDomain.set(domain, provider);
  for (const server of servers.split(' ').filter(Boolean)) byServer.set(server, provider);
}

/** Services that only send, by the end of their SMTP host, and what they want in SPF. */
const SENDERS = new Map([
  ['amazonaws.com', 'amazonses.com'],
  ['sendgrid.net', 'sendgrid.net'],
  ['mailgun.org', 'mailgun.org'],
]);

/** The provider whose own domain this is. */
export function providerOf(domain: string): Provider | null {
  return byDomain.get(domain) ?? null;
}

/** The provider that this mail server (from MX) belongs to. */
export function providerAt(server: string): Provider | null {
  return (
    endings(server)
      .map((end) => byServer.get(end))
      .find(Boolean) ?? null
  );
}

/** What SPF must include for mail handed in at this SMTP host; '' when that is not known. */
export function spfFor(smtpHost: string): string {
  const known = [...byServer.values()].find(({ smtp, spf }) => smtp === smtpHost && spf !== '');
  return (
    known?.spf ??
    endings(smtpHost)
      .map((end) => SENDERS.get(end))
      .find(Boolean) ??
    ''
  );
}

/** `a.b.c` → `a.b.c`, `b.c`, `c`. */
function endings(name: string): string[] {
  const labels = name.split('.');
  return labels.map((_, n) => labels.slice(n).join('.'));
}
