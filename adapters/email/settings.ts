/** What one enters to connect a mailbox; everything but the address is optional or can be found out. */
import type { SettingField } from '../adapter.ts';

/** Label and help. */
type Said = [label: string, help: string];

const text = (key: string, en: Said, zh: Said): SettingField => {
  const words = {
    label: { en: en[0], 'zh-CN': zh[0] },
    help: { en: en[1], 'zh-CN': zh[1] },
  };
  return { key, ...words, type: 'text', required: false, secret: false };
};
const secret = (key: string, en: Said, zh: Said): SettingField => {
  return { ...text(key, en, zh), secret: true };
};
const security = (key: string, en: string, zh: string, usual: string): SettingField => {
  const choices = [
    { value: 'tls', label: { en: 'TLS', 'zh-CN': 'TLS' } },
    { value: 'starttls', label: { en: 'STARTTLS', 'zh-CN': 'STARTTLS' } },
    { value: 'none', label: { en: 'None', 'zh-CN': '不加密' } },
  ];
  const said = text(key, [en, 'None only on this machine.'], [zh, '仅本机可以不加密。']);
  return { ...said, type: 'choice', choices, default: usual };
};

const address: SettingField[] = [
  {
    ...text(
      'address',
      ['Address', 'The address customers write to, such as help@example.com.'],
      ['地址', '客户来信的地址，例如 help@example.com。'],
    ),
    required: true,
    pattern: '[^@\\s<>]{1,64}@[^@\\s<>]{1,190}',
  },
  text(
    'senderName',
    ['Sender name', 'What customers see beside the address: “Example Support”.'],
    ['发件人名称', '客户在地址旁看到的名称：“示例客服”。'],
  ),
  {
    ...text(
      'aliases',
      ['Other addresses', 'Further addresses that arrive here, one a line.'],
      ['其他地址', '同样送达此处的其他地址，每行一个。'],
    ),
    type: 'lines',
  },
  {
    ...text(
      'signature',
      ['Signature', 'Stands below every answer. {agent} is the writer’s name.'],
      ['签名', '显示在每封回复的末尾。{agent} 为回复者的姓名。'],
    ),
    type: 'lines',
  },
];

const access: SettingField[] = [
  text(
    'user',
    ['User name', 'Usually the address itself; left empty it is.'],
    ['用户名', '通常就是地址本身；留空即为地址。'],
  ),
  secret(
    'password',
    ['Password', 'Many providers want an app password here.'],
    ['密码', '许多服务商要求在此填写应用专用密码。'],
  ),
  text(
    'oauthTokenUrl',
    ['OAuth token address', 'Instead of a password: where tokens are renewed.'],
    ['OAuth 令牌地址', '用于代替密码：更新令牌的地址。'],
  ),
  text(
    'oauthClientId',
    ['OAuth client id', 'Of the application registered with the provider.'],
    ['OAuth 客户端编号', '在服务商处注册的应用的编号。'],
  ),
  secret(
    'oauthClientSecret',
    ['OAuth client secret', 'Of the same application.'],
    ['OAuth 客户端密钥', '同一应用的密钥。'],
  ),
  secret(
    'oauthRefreshToken',
    ['OAuth refresh token', 'Given when the mailbox was authorised.'],
    ['OAuth 刷新令牌', '授权邮箱时得到的令牌。'],
  ),
];

const intake: SettingField[] = [
  text(
    'imapHost',
    ['IMAP server', 'Left empty, mail comes by forwarding or webhook only.'],
    ['IMAP 服务器', '留空则只通过转发或 Webhook 接收邮件。'],
  ),
  {
    ...text('imapPort', ['IMAP port', 'A number.'], ['IMAP 端口', '一个数字。']),
    default: '993',
    pattern: '\\d{1,5}',
  },
  security('imapSecurity', 'IMAP encryption', 'IMAP 加密', 'tls'),
  {
    ...text(
      'folders',
      ['Folders', 'Folders to read, one a line.'],
      ['文件夹', '要读取的文件夹，每行一个。'],
    ),
    type: 'lines',
    default: 'INBOX',
  },
  {
    ...text(
      'importDays',
      ['Import days', 'How many days of older mail to take over; 0: none.'],
      ['导入天数', '要导入多少天以内的旧邮件；0：不导入。'],
    ),
    default: '0',
    pattern: '\\d{1,4}',
  },
  {
    ...text(
      'authority',
      ['Certificate authority', 'PEM; only for servers with one of their own.'],
      ['证书颁发机构', 'PEM 格式；仅用于自有证书颁发机构的服务器。'],
    ),
    type: 'lines',
  },
  text(
    'authservId',
    ['Checked by', 'The server whose Authentication-Results are believed.'],
    ['由谁检查', '其 Authentication-Results 可信的服务器。'],
  ),
];

const sending: SettingField[] = [
  text(
    'smtpHost',
    ['SMTP server', 'Left empty, nothing can be sent.'],
    ['SMTP 服务器', '留空则无法发送。'],
  ),
  {
    ...text('smtpPort', ['SMTP port', 'A number.'], ['SMTP 端口', '一个数字。']),
    default: '587',
    pattern: '\\d{1,5}',
  },
  security('smtpSecurity', 'SMTP encryption', 'SMTP 加密', 'starttls'),
  text(
    'smtpUser',
    ['SMTP user name', 'Left empty: as for reading.'],
    ['SMTP 用户名', '留空：与接收时相同。'],
  ),
  secret(
    'smtpPassword',
    ['SMTP password', 'Left empty: as for reading.'],
    ['SMTP 密码', '留空：与接收时相同。'],
  ),
  text(
    'replyAddress',
    ['Reply address', 'Where answers come in, if not at the address itself.'],
    ['回复地址', '如果回信不是寄到地址本身，则寄到此处。'],
  ),
  {
    ...text(
      'plusAddressing',
      ['Plus addresses', 'name+anything@… arrives at name@… here.'],
      ['加号地址', '寄到 name+任意@… 的邮件会送达 name@…。'],
    ),
    type: 'switch',
    default: 'on',
  },
  {
    ...text(
      'sentCopies',
      ['Sent folder', 'Answers are kept in the mailbox’s Sent folder too.'],
      ['已发送文件夹', '回复也保存在邮箱的“已发送”文件夹中。'],
    ),
    type: 'switch',
    default: 'off',
  },
  text(
    'dkimDomain',
    ['DKIM domain', 'Only when your own server signs nothing.'],
    ['DKIM 域名', '仅当你自己的服务器不签名时填写。'],
  ),
  text('dkimSelector', ['DKIM selector', 'Goes with the key.'], ['DKIM 选择器', '与私钥配套。']),
  secret('dkimKey', ['DKIM private key', 'PEM.'], ['DKIM 私钥', 'PEM 格式。']),
];

const webhook: SettingField[] = [
  secret(
    'sendgridKey',
    ['SendGrid public key', 'Of the inbound parse security policy.'],
    ['SendGrid 公钥', '来自 Inbound Parse 的安全策略。'],
  ),
  secret(
    'mailgunKey',
    ['Mailgun signing key', 'Of the account’s webhooks.'],
    ['Mailgun 签名密钥', '来自账号的 Webhook 设置。'],
  ),
  secret(
    'webhookPassword',
    ['Webhook password', 'For basic authentication, as Postmark does it.'],
    ['Webhook 密码', '用于基本认证，如 Postmark 所用。'],
  ),
];

export const settings: readonly SettingField[] = [
  ...address,
  ...access,
  ...intake,
  ...sending,
  ...webhook,
  {
    ...secret(
      'tokenSecret',
      ['Token secret', 'Signs reply addresses and message ids.'],
      ['令牌密钥', '为回复地址和邮件编号签名。'],
    ),
    generate: true,
    hidden: true,
  },
];
