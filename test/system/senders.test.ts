/** The System page on the way out: each mail server is logged in to, and nobody is told what other workspaces send by. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SystemCheck, SystemReport } from '../../server/wire/system.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import type { MailServer } from '../support/mail-server.ts';
import { Mailbox, startSink } from '../support/mailbox.ts';
import { type Agent, foundAnother, foundAs } from '../support/people.ts';

let hub: TestHub;
let ana: Agent;
let sink: MailServer;

beforeAll(async () => {
  [hub, sink] = [await startHub(), await startSink()];
  ana = await foundAs(hub);
});
afterAll(async () => {
  await hub.close();
  await sink.stop();
});

async function senders(admin = ana): Promise<SystemCheck | undefined> {
  const { body } = await admin.call<SystemReport>('GET', '/api/v1/system');
  return body.checks.find(({ about }) => about === 'senders');
}

describe('mail out', () => {
  it('has nothing to try while no channel sends by a server', async () => {
    expect(await senders()).toMatchObject({ state: 'good', finding: 'senders-none' });
    expect(sink.connections).toBe(0);
  });

  it('is tried by logging in, not by sending, and not again each time somebody looks', async () => {
    await Mailbox.connect({ agent: ana, sink });
    const good = { state: 'good', finding: 'senders-good', facts: { count: 1 } };
    expect(await senders()).toMatchObject(good);
    expect(sink.secrets).toEqual(['for sending']);
    expect(await senders()).toMatchObject(good);
    expect([sink.connections, sink.taken]).toEqual([1, []]);
  });

  it('says which channel would not send and why, and sees at once that it was mended', async () => {
    sink.moods.login = (_user, secret) => (secret === 'for sending' ? null : '535 5.7.8 No.');
    const mailbox = await Mailbox.connect(
      { agent: ana, sink },
      {
        address: 'sales@example.com',
        smtpPassword: 'mistyped',
      },
    );
    const { name } = await mailbox.channel();
    const refused = await senders();
    expect(refused).toMatchObject({ state: 'broken', finding: 'senders-refused' });
    expect(refused?.facts).toMatchObject({ count: 1, reasons: expect.stringContaining(name) });
    expect(String(refused?.facts['reasons'])).toMatch(/name and password/);
    await mailbox.change({ smtpPassword: 'for sending' });
    expect(await senders()).toMatchObject({ state: 'good', facts: { count: 2 } });
  });

  it('is told of the own workspace alone', async () => {
    const otto = await foundAnother(hub);
    expect(await senders(otto)).toMatchObject({ finding: 'senders-none' });
  });
});
