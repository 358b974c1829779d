/** What one enters to connect a mailbox; everything but the address is optional or can be found out. */
import type { SettingField } from '../adapter.ts';

const SECURITY = 'tls|starttls|none';

const text = (key: string, label: string, help: string): SettingField => {
  return { key, label, help, type: 'text', required: false, secret: false };
};
const secret = (key: string, label: string, help: string): SettingField => {
  return { ...text(key, label, help), secret: true };
};

const address: SettingField[] = [
  {
    ...text('address', 'Address', 'The address customers write to, such as help@example.com.'),
    required: true,
    pattern: '[^@\\s<>]{1,64}@[^@\\s<>]{1,190}',
  },
  text('senderName', 'Sender name', 'What customers see beside the address: “Example Support”.'),
  {
    ...text('aliases', 'Other addresses', 'Further addresses that arrive here, one a line.'),
    type: 'lines',
  },
  {
    ...text('signature', 'Signature', 'Stands below every answer. {agent} is the writer’s name.'),
    type: 'lines',
  },
];

const access: SettingField[] = [
  text('user', 'User name', 'Usually the address itself; left empty it is.'),
  secret('password', 'Password', 'Many providers want an app password here.'),
  text('oauthTokenUrl', 'OAuth token address', 'Instead of a password: where tokens are renewed.'),
  text('oauthClientId', 'OAuth client id', 'Of the application registered with the provider.'),
  secret('oauthClientSecret', 'OAuth client secret', 'Of the same application.'),
  secret('oauthRefreshToken', 'OAuth refresh token', 'Given when the mailbox was authorised.'),
];

const intake: SettingField[] = [
  text('imapHost', 'IMAP server', 'Left empty, mail comes by forwarding or webhook only.'),
  { ...text('imapPort', 'IMAP port', 'A number.'), default: '993', pattern: '\\d{1,5}' },
  {
    ...text('imapSecurity', 'IMAP encryption', 'tls, starttls, or none (this machine only).'),
    default: 'tls',
    pattern: SECURITY,
  },
  {
    ...text('folders', 'Folders', 'Folders to read, one a line.'),
    type: 'lines',
    default: 'INBOX',
  },
  {
    ...text('importDays', 'Import days', 'How many days of older mail to take over; 0: none.'),
    default: '0',
    pattern: '\\d{1,4}',
  },
  {
    ...text('authority', 'Certificate authority', 'PEM; only for servers with one of their own.'),
    type: 'lines',
  },
  text('authservId', 'Checked by', 'The server whose Authentication-Results are believed.'),
];

const sending: SettingField[] = [
  text('smtpHost', 'SMTP server', 'Left empty, nothing can be sent.'),
  { ...text('smtpPort', 'SMTP port', 'A number.'), default: '587', pattern: '\\d{1,5}' },
  {
    ...text('smtpSecurity', 'SMTP encryption', 'tls, starttls, or none (this machine only).'),
    default: 'starttls',
    pattern: SECURITY,
  },
  text('smtpUser', 'SMTP user name', 'Left empty: as for reading.'),
  secret('smtpPassword', 'SMTP password', 'Left empty: as for reading.'),
  text('replyAddress', 'Reply address', 'Where answers come in, if not at the address itself.'),
  {
    ...text('plusAddressing', 'Plus addresses', 'name+anything@… arrives at name@… here.'),
    type: 'switch',
    default: 'on',
  },
  text('dkimDomain', 'DKIM domain', 'Only when your own server signs nothing.'),
  text('dkimSelector', 'DKIM selector', 'Goes with the key.'),
  secret('dkimKey', 'DKIM private key', 'PEM.'),
];

const webhook: SettingField[] = [
  secret('sendgridKey', 'SendGrid public key', 'Of the inbound parse security policy.'),
  secret('mailgunKey', 'Mailgun signing key', 'Of the account’s webhooks.'),
  secret('webhookPassword', 'Webhook password', 'For basic authentication, as Postmark does it.'),
];

export const settings: readonly SettingField[] = [
  ...address,
  ...access,
  ...intake,
  ...sending,
  ...webhook,
  {
    ...secret('tokenSecret', 'Token secret', 'Signs reply addresses and message ids.'),
    generate: true,
    hidden: true,
  },
];
