/** Mail that the channel signs for its domain: others find the signature good. */
import { generateKeyPairSync } from 'node:crypto';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { describe, expect, test } from 'vitest';
import { writeMail } from '../../adapters/email/outbound/write.ts';
import { messageToAna, settingsAt } from '../support/mail-server.ts';

describe('a signature of the domain', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const spki = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  const settings = (dkimKey: string) =>
    settingsAt(
      { port: 1 },
      {
        dkimDomain: 'example.com',
        dkimSelector: 's1',
        dkimKey,
      },
    );

  test.each([
    ['PEM', pem],
    ['PEM on one line', pem.replaceAll('\n', ' ')],
    ['PEM with its line ends spelt out', pem.replaceAll('\n', '\\n')],
  ])('is good, from %s', async (_, key) => {
    const message = messageToAna({ text: 'Grüße', subject: 'Grüße' });
    const { raw } = await writeMail(message, settings(key), new Date());
    const resolver = async () => [[`v=DKIM1; k=rsa; p=${spki}`]];
    const { results } = await dkimVerify(raw, { resolver });
    expect(results).toMatchObject([{ signingDomain: 'example.com', status: { result: 'pass' } }]);
  });

  test('covers the offer to end such mails, which is made over https alone', async () => {
    const fields = async (endsAt: string) => {
      const message = messageToAna({ automatic: true, endsAt });
      const { raw } = await writeMail(message, settings(pem), new Date());
      return raw.toString().replaceAll(/\r\n[ \t]+/g, ' ');
    };
    const secure = await fields('https://chat.example.com/no-more-mail/ticket');
    expect(secure).toContain(
      '\r\nList-Unsubscribe: <https://chat.example.com/no-more-mail/ticket>',
    );
    expect(secure).toContain('\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n');
    expect(secure).toMatch(/\bh=[^;]*List-Unsubscribe:\s*List-Unsubscribe-Post/i);
    const plain = await fields('http://chat.example.com/no-more-mail/ticket');
    expect(plain).toContain('\r\nList-Unsubscribe: <http:');
    expect(plain).not.toContain('List-Unsubscribe-Post');
  });

  const curve = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });

  test.each(['no key', String(curve), pem.slice(0, 200)])(
    'with a key nobody can check fails before anything is sent',
    async (key) => {
      const made = writeMail(messageToAna(), settings(key), new Date());
      await expect(made).rejects.toMatchObject({ kind: 'unauthorized' });
    },
  );
});
