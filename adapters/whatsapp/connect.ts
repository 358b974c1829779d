/** Checks the ids and the token, and has the account's webhooks sent to this channel alone. */
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import { ChannelError } from '../errors.ts';
import { askGraph, type GraphLine } from '../meta.ts';
import { readAnswer } from '../platform.ts';

const Numbers = Compile(Type.Object({ data: Type.Array(Type.Object({ id: Type.String() })) }));

/** @throws ChannelError `rejected` when the number is none of the account's */
export async function connect(webhookUrl: string, line: GraphLine): Promise<void> {
  const { accountId = '', phoneNumberId, verifyToken } = line.settings;
  const listed = await askGraph(`${accountId}/phone_numbers?fields=id&limit=100`, {}, line);
  const { data } = await readAnswer(listed, Numbers);
  if (!data.some(({ id }) => id === phoneNumberId)) {
    throw new ChannelError('rejected', 'The phone number id is none of this account’s.');
  }
  // The account's own address goes before the app's, so one app can serve many channels.
  const body = { override_callback_uri: webhookUrl, verify_token: verifyToken };
  await askGraph(`${accountId}/subscribed_apps`, { body }, line);
}
