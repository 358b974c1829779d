/** What is found out from an address alone, so that one need not know one's servers. */
import { describe, expect, test } from 'vitest';
import { serversIn } from '../../adapters/email/setup/autoconfig.ts';
import type { Resolver } from '../../adapters/email/setup/dns.ts';
import { suggest } from '../../adapters/email/setup/suggest.ts';
import { toolsAt } from '../support/mail-server.ts';

/** DNS with these names in it and no others. */
function dnsWith(names: {
  mx?: Record<string, string[]>;
  srv?: Record<string, { host: string; port: number }[]>;
  hosts?: string[];
}): Resolver {
  return {
    mx: async (domain) => names.mx?.[domain] ?? [],
    txt: async () => [],
    srv: async (name) => names.srv?.[name] ?? [],
    exists: async (name) => names.hosts?.includes(name) ?? false,
  };
}

const ask = (address: string, dns: Resolver = dnsWith({}), tools = toolsAt()) =>
  suggest({ address }, tools, dns);

const XML = `<?xml version="1.0"?><clientConfig version="1.1"><emailProvider id="example.com">
  <incomingServer type="pop3"><hostname>pop.example.com</hostname><port>995</port>
    <socketType>SSL</socketType></incomingServer>
  <incomingServer type="imap"><hostname>plain.example.com</hostname><port>143</port>
    <socketType>plain</socketType></incomingServer>
  <incomingServer  type='imap'><hostname>Post.example.com</hostname><port>993</port>
    <socketType>SSL</socketType><username>%EMAILLOCALPART%</username></incomingServer>
  <outgoingServer type="smtp"><hostname>out.%EMAILDOMAIN%</hostname><port>587</port>
    <socketType>STARTTLS</socketType><username>%EMAILADDRESS%</username></outgoingServer>
</emailProvider></clientConfig>`;

describe('a well-known provider is known', () => {
  const nowhere: Resolver = {
    mx: () => Promise.reject(new Error('asked in vain')),
    txt: () => Promise.reject(new Error('asked in vain')),
    srv: () => Promise.reject(new Error('asked in vain')),
    exists: () => Promise.reject(new Error('asked in vain')),
  };

  test.each([
    ['a@gmail.com', 'imap.gmail.com', 'smtp.gmail.com:587 starttls', 'on'],
    ['a@Hotmail.com', 'outlook.office365.com', 'smtp-mail.outlook.com:587 starttls', 'on'],
    ['a@icloud.com', 'imap.mail.me.com', 'smtp.mail.me.com:587 starttls', 'on'],
    ['a@qq.com', 'imap.qq.com', 'smtp.qq.com:465 tls', 'off'],
    ['a@163.com', 'imap.163.com', 'smtp.163.com:465 tls', 'off'],
    ['a@web.de', 'imap.web.de', 'smtp.web.de:587 starttls', 'off'],
  ])('by %s', async (address, imapHost, smtp, plusAddressing) => {
    const found = await ask(address, nowhere);
    expect(found).toMatchObject({ imapHost, plusAddressing, imapPort: '993', imapSecurity: 'tls' });
    const { smtpHost, smtpPort, smtpSecurity } = found;
    expect(`${smtpHost}:${smtpPort} ${smtpSecurity}`).toBe(smtp);
  });

  test.each([
    ['aspmx.l.google.com', 'imap.gmail.com'],
    ['example-com.mail.protection.outlook.com', 'outlook.office365.com'],
    ['mxbiz1.qq.com', 'imap.exmail.qq.com'],
    ['qiye163mx01.mxmail.netease.com', 'imap.qiye.163.com'],
    ['mxn.mxhichina.com', 'imap.qiye.aliyun.com'],
    ['mx00.ionos.de', 'imap.ionos.de'],
    ['smtpin.rzone.de', 'imap.strato.de'],
  ])('by %s, which takes the mail of a domain', async (server, imapHost) => {
    const dns = dnsWith({ mx: { 'example.com': ['unknown.example.net', server] } });
    expect((await ask('help@example.com', dns))['imapHost']).toBe(imapHost);
  });

  test('but not by a name that only looks like one', async () => {
    const dns = dnsWith({ mx: { 'example.com': ['evilgoogle.com', 'google.com.evil.net'] } });
    expect(await ask('help@example.com', dns)).toEqual({});
  });

  test('with where its tokens are renewed and whose checks are believed', async () => {
    expect(await ask('a@gmail.com')).toMatchObject({
      oauthTokenUrl: 'https://oauth2.googleapis.com/token',
      authservId: 'mx.google.com',
    });
  });
});

describe('a domain that tells its servers', () => {
  test('in DNS is believed before anything else', async () => {
    const srv = {
      '_imaps._tcp.example.com': [{ host: 'post.example.net', port: 9993 }],
      '_submissions._tcp.example.com': [{ host: '', port: 0 }],
      '_submission._tcp.example.com': [{ host: 'out.example.net', port: 2587 }],
    };
    const mx = { 'example.com': ['aspmx.l.google.com'] };
    expect(await ask('help@example.com', dnsWith({ srv, mx }))).toEqual({
      ...{ imapHost: 'post.example.net', imapPort: '9993', imapSecurity: 'tls' },
      ...{ smtpHost: 'out.example.net', smtpPort: '2587', smtpSecurity: 'starttls' },
    });
  });

  test('in its own file is read from there', async () => {
    const asked: string[] = [];
    const fetch = async (url: unknown) => {
      asked.push(String(url));
      return String(url).includes('well-known')
        ? new Response(XML)
        : new Response('', { status: 404 });
    };
    expect(await ask('help+x@example.com', dnsWith({}), toolsAt({ fetch }))).toEqual({
      ...{ imapHost: 'post.example.com', imapPort: '993', imapSecurity: 'tls', user: 'help+x' },
      ...{ smtpHost: 'out.example.com', smtpPort: '587', smtpSecurity: 'starttls' },
      smtpUser: 'help+x@example.com',
    });
    expect(asked.map((url) => new URL(url).host)).toEqual([
      'autoconfig.example.com',
      'example.com',
    ]);
    expect(asked[0]).toContain('?emailaddress=help%2Bx%40example.com');
  });

  test('in no way is asked by the usual names', async () => {
    const dns = dnsWith({ hosts: ['mail.example.com', 'smtp.example.com'] });
    expect(await ask('help@example.com', dns)).toEqual({
      ...{ imapHost: 'mail.example.com', imapPort: '993', imapSecurity: 'tls' },
      ...{ smtpHost: 'smtp.example.com', smtpPort: '587', smtpSecurity: 'starttls' },
    });
  });

  test('in other letters is asked in ASCII', async () => {
    const dns = dnsWith({ hosts: ['mail.xn--bcher-kva.example'] });
    const found = await ask('help@Bücher.example', dns);
    expect(found['imapHost']).toBe('mail.xn--bcher-kva.example');
  });
});

test.each(['', 'help', '@example.com', 'help@', 'help@localhost'])(
  'nothing is found out from “%s”',
  async (address) => {
    const dns = dnsWith({ hosts: ['mail.localhost', 'mail.example.com', 'mail.'] });
    expect(await ask(address, dns)).toEqual({});
  },
);

test('trouble with DNS is no reason to fail', async () => {
  const broken = () => Promise.reject(new Error('SERVFAIL'));
  const dns = { mx: broken, txt: broken, srv: broken, exists: broken };
  expect(await ask('help@example.com', dns)).toEqual({});
});

describe('a configuration file', () => {
  test.each([
    ['without encryption', XML.replace('SSL</socketType><user', 'plain</socketType><user')],
    ['with a host that is none', XML.replace('Post.example.com', 'a b/../c')],
    ['with a port that is none', XML.replace('993', 'x')],
    ['cut off', XML.slice(0, XML.indexOf('Post'))],
  ])('%s gives no IMAP server', (_, xml) => {
    expect(serversIn(xml, 'a@example.com').imap).toBeUndefined();
  });

  test('of a megabyte is read in no time', () => {
    const began = process.cpuUsage();
    for (const part of [
      '<incomingServer ',
      '<incomingServer type="imap">',
      '<hostname>',
      '>',
      ' ',
    ]) {
      expect(serversIn(part.repeat(1_000_000 / part.length), 'a@example.com')).toEqual({});
    }
    expect(process.cpuUsage(began).user / 1000).toBeLessThan(1000);
  });
});
