/** Connecting a page or a professional account: is the token its own, and are its webhooks ours? */
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import { ChannelError } from './errors.ts';
import { askGraph, type GraphLine } from './meta.ts';
import { readAnswer } from './platform.ts';

export type Connection = {
  /** Of the page or account. */
  account: string;
  /** What the app is told of, and which of it. */
  object: 'page' | 'instagram';
  fields: readonly string[];
  webhookUrl: string;
};

/** Whom a token stands for: a page, the account behind it, or an account by itself. */
const Me = Compile(
  Type.Object({
    id: Type.Optional(Type.String()),
    user_id: Type.Optional(Type.String()),
    instagram_business_account: Type.Optional(Type.Object({ id: Type.String() })),
  }),
);

/** @throws ChannelError `rejected` when the token is another account's */
export async function connectMessaging(
  { account, ...wanted }: Connection,
  line: GraphLine,
): Promise<void> {
  const isAlone = line.settings['apiUrl'] === 'https://graph.instagram.com';
  const behind = isAlone ? 'user_id' : 'instagram_business_account';
  const fields = wanted.object === 'page' ? 'id' : `id,${behind}`;
  const me = await readAnswer(await askGraph(`me?fields=${fields}`, {}, line), Me);
  if (![me.id, me.user_id, me.instagram_business_account?.id].includes(account)) {
    throw new ChannelError('rejected', 'The access token belongs to another account than the id.');
  }
  if (!isAlone) await setWebhook(wanted, line);
  const body = { subscribed_fields: wanted.fields.join(',') };
  await askGraph('me/subscribed_apps', { body }, line);
}

/** An app may set its own webhook, by its id and secret; without its id that is done by hand. */
async function setWebhook(
  { object, fields, webhookUrl }: Omit<Connection, 'account'>,
  line: GraphLine,
): Promise<void> {
  const { appId, appSecret, verifyToken } = line.settings;
  if (!appId) return;
  const asApp = { ...line, settings: { ...line.settings, accessToken: `${appId}|${appSecret}` } };
  const body = {
    object,
    callback_url: webhookUrl,
    verify_token: verifyToken,
    fields: fields.join(','),
  };
  await askGraph(`${appId}/subscriptions`, { body }, asApp);
}
