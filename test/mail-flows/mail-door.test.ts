/** Our own SMTP door: what it says yes to is stored, and everything else is the sender's to keep. */
import { createConnection } from 'node:net';
import type postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownerOf } from '../support/database.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import { letter } from '../support/letters.ts';
import type { MailServer } from '../support/mail-server.ts';
import { fieldOf, Mailbox, startSink } from '../support/mailbox.ts';
import { foundAs } from '../support/people.ts';
import { freePort } from '../support/server-process.ts';

let hub: TestHub;
let sink: MailServer;
let owner: postgres.Sql;
let desk: Mailbox;
let shop: Mailbox;
let port: number;

beforeAll(async () => {
  port = await freePort();
  hub = await startHub({ smtpListen: { host: '127.0.0.1', port } });
  sink = await startSink();
  owner = ownerOf(hub);
  const agent = await foundAs(hub);
  desk = await Mailbox.connect({ agent, sink }, { aliases: 'sales@example.com' });
  shop = await Mailbox.connect({ agent, sink }, { address: 'shop@example.com' });
}, 60_000);

afterAll(async () => {
  await owner.end();
  await hub.close();
  await sink.stop();
});

/** Speaks line by line, and answers what the server said to each. */
function talk(lines: readonly string[]): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(port, '127.0.0.1');
    const [said, waiting] = [[] as string[], [...lines]];
    let heard = '';
    socket.on('data', (data: Buffer) => {
      heard += data.toString('latin1');
      // The last line of an answer has a blank behind its code.
      if (!/^\d{3} .*\r\n$/m.test(heard.slice(heard.lastIndexOf('\n', heard.length - 2) + 1)))
        return;
      said.push(heard.trim());
      heard = '';
      const next = waiting.shift();
      if (next === undefined) socket.end();
      else socket.write(`${next}\r\n`, 'latin1');
    });
    socket.once('error', reject);
    socket.once('close', () => resolve(said));
  });
}

/** Hands a mail over. @returns what was said to each recipient and to the mail */
async function handOver(raw: string, ...recipients: string[]): Promise<string[]> {
  const to = recipients.map((address) => `RCPT TO:<${address}>`);
  const lines = ['EHLO mx.example.org', 'MAIL FROM:<ana@example.org>', ...to, 'DATA'];
  const dotted = raw.replace(/^\./gm, '..');
  return (await talk([...lines, `${dotted.trimEnd()}\r\n.`, 'QUIT'])).slice(3);
}

describe('the SMTP door', () => {
  it('says yes once the mail is stored', async () => {
    const said = await handOver(letter({ text: 'By SMTP' }), 'help@example.com');
    expect(said[0]).toMatch(/^250/);
    expect(said[2]).toMatch(/^250/);
    // Asked without waiting: it was there before the yes.
    const [conversation] = await desk.conversations();
    expect(conversation?.preview).toBe('By SMTP');
  });

  it('knows other names and plus addresses of a channel, in any letters', async () => {
    for (const address of ['sales@example.com', 'HELP+summer@EXAMPLE.com']) {
      const text = `To ${address}`;
      expect((await handOver(letter({ text }), address)).at(2)).toMatch(/^250/);
      expect((await desk.conversations()).map(({ preview }) => preview)).toContain(text);
    }
  });

  it('refuses an address it does not know, and takes the others', async () => {
    const said = await handOver(letter({ text: 'For one' }), 'who@example.com', 'shop@example.com');
    expect(said[0]).toMatch(/^550 5\.1\.1/);
    expect(said[1]).toMatch(/^250/);
    expect(said[3]).toMatch(/^250/);
    expect((await shop.conversations()).map(({ preview }) => preview)).toEqual(['For one']);
  });

  it('brings an answer home by its reply address', async () => {
    const conversation = await desk.begin({ from: 'Gil <gil@example.org>' });
    const { mail } = await desk.send(sink, conversation.id);
    const [, to = ''] = /<?([^<>\s]+@example\.com)>?$/.exec(fieldOf(mail, 'Reply-To')) ?? [];
    await handOver(letter({ from: 'gil@example.org', to: 'hidden@example.net', text: 'Home' }), to);
    expect(await desk.texts(conversation.id)).toContain('Home');
  });

  it('brings a mail to two channels into both', async () => {
    const raw = letter({ text: 'For both', from: 'both@example.org' });
    expect((await handOver(raw, 'help@example.com', 'shop@example.com')).at(3)).toMatch(/^250/);
    for (const mailbox of [desk, shop]) {
      const found = (await mailbox.conversations()).filter(({ preview }) => preview === 'For both');
      expect(found).toHaveLength(1);
    }
  });

  it('takes the same mail again without making it two', async () => {
    const raw = letter({ text: 'Only once', from: 'again@example.org' });
    for (const _ of [1, 2]) expect((await handOver(raw, 'help@example.com')).at(2)).toMatch(/^250/);
    const found = (await desk.conversations()).filter(({ preview }) => preview === 'Only once');
    expect(found).toHaveLength(1);
  });

  it('takes no mail of more than 50 MB, announced or not', async () => {
    const said = await talk(['EHLO mx', 'MAIL FROM:<a@example.org> SIZE=60000000', 'QUIT']);
    expect(said[1]).toContain(`SIZE ${50 * 1024 * 1024}`);
    expect(said[2]).toMatch(/^552/);
    const count = (await desk.conversations()).length;
    const line = `${'x'.repeat(998)}\r\n`;
    const late = await handOver(`${letter()}${line.repeat(52_600)}`, 'help@example.com');
    expect(late.at(2)).toMatch(/^552/);
    expect(await desk.conversations()).toHaveLength(count);
  });

  it('lets nobody log in, and relays for nobody', async () => {
    const [, hello] = await talk(['EHLO mx.example.org', 'QUIT']);
    expect(hello).not.toContain('AUTH');
    expect((await handOver(letter(), 'somebody@example.net'))[0]).toMatch(/^550/);
  });

  it('asks for patience while nothing can be stored, and loses nothing', async () => {
    const raw = letter({ text: 'In hard times', from: 'patient@example.org' });
    await owner`alter table ingress rename to ingress_out_of_reach`;
    expect((await handOver(raw, 'help@example.com')).at(2)).toMatch(/^451/);
    await owner`alter table ingress_out_of_reach rename to ingress`;
    expect((await handOver(raw, 'help@example.com')).at(2)).toMatch(/^250/);
    const found = (await desk.conversations()).filter(({ preview }) => preview === 'In hard times');
    expect(found).toHaveLength(1);
  });
});
