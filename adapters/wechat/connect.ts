/** Is the account ours, and does WeChat know where we are? The address itself is set by hand there. */
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import type { Finding, Settings, Tools } from '../adapter.ts';
import { ChannelError } from '../errors.ts';
import { readAnswer } from '../platform.ts';
import { accessToken, call, post } from './api.ts';

const Checked = Compile(Type.Object({ dns: Type.Array(Type.Object({ ip: Type.String() })) }));

/** No address is set in the account's server configuration. */
const NO_ADDRESS = '40201';

/** @throws ChannelError with what is wrong: the AppID, the AppSecret or the IP allow-list */
export async function connect(_webhookUrl: string, settings: Settings, tools: Tools) {
  await accessToken({ settings, tools });
}

/** What WeChat says of the account and of the address it was given. */
export async function examine(settings: Settings, tools: Tools): Promise<Finding[]> {
  const reach = { settings, tools };
  try {
    await accessToken(reach);
  } catch (error) {
    return [trouble('Access', error)];
  }
  const access: Finding = { state: 'good', about: 'Access', text: 'WeChat lets us in.', fix: '' };
  const body = post({ action: 'dns', check_operator: 'DEFAULT' });
  try {
    const found = await readAnswer(await call('/cgi-bin/callback/check', body, reach), Checked);
    const text = `WeChat finds our address at ${found.dns.map(({ ip }) => ip).join(', ')}.`;
    return [access, { state: 'good', about: 'Server address', text, fix: '' }];
  } catch (error) {
    return [access, isUnset(error) ? UNSET : trouble('Server address', error)];
  }
}

const UNSET: Finding = {
  state: 'bad',
  about: 'Server address',
  text: 'The account has no server address, so WeChat hands nothing in.',
  fix: 'Enter the webhook address, the token and the EncodingAESKey in the server configuration (服务器配置) and enable it.',
};

const isUnset = (error: unknown) => error instanceof ChannelError && error.code === NO_ADDRESS;

function trouble(about: string, error: unknown): Finding {
  if (!(error instanceof ChannelError)) throw error;
  return { state: 'bad', about, text: error.reason, fix: '' };
}
