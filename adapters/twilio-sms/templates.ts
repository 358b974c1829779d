/**
 * Templates of Twilio's Content API: `ContentAndApprovals` lists them with what WhatsApp thinks of
 * each. Source: twilio.com/docs/content/content-api-resources.
 */
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import type { Settings, Template, Tools } from '../adapter.ts';
import { ChannelError } from '../errors.ts';
import { callPlatform, readAnswer } from '../platform.ts';
import { explain } from './errors.ts';
import { credentials, productUrl } from './settings.ts';

const Content = Type.Object({
  sid: Type.String({ pattern: '^HX[0-9a-f]{32}$' }),
  friendly_name: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  language: Type.String(),
  types: Type.Record(Type.String(), Type.Unknown()),
  approval_requests: Type.Optional(Type.Unknown()),
});
const Listed = Compile(Type.Object({ contents: Type.Array(Content) }));
const Worded = Compile(Type.Object({ body: Type.String({ minLength: 1 }) }));
const Judged = Compile(Type.Object({ status: Type.String() }));

/** Those with a text; cards and lists without one cannot be shown before they are sent. */
export async function templates(settings: Settings, tools: Tools): Promise<Template[]> {
  // One page: WhatsApp allows 6,000 templates, people choose among far fewer.
  const url = `${productUrl(settings, 'content')}/v1/ContentAndApprovals?PageSize=500`;
  const response = await callPlatform(url, { headers: credentials(settings) }, tools, explain);
  const { contents } = await readAnswer(response, Listed);
  return contents.flatMap(
    ({ sid, friendly_name: name, language, types, approval_requests: by }) => {
      const worded = Object.values(types).find((type) => Worded.Check(type));
      if (!Worded.Check(worded)) return [];
      const state = stateOf(by, settings);
      return [{ name: `${name ?? ''} (${sid})`.trim(), language, text: worded.body, state }];
    },
  );
}

/** Texts need nobody's approval; WhatsApp's is asked for in the console. */
function stateOf(approvals: unknown, settings: Settings): Template['state'] {
  if (!settings['sender']?.startsWith('whatsapp:')) return 'approved';
  const status = [approvals].flat().find((one) => Judged.Check(one));
  if (!Judged.Check(status)) return 'pending';
  if (status.status === 'approved') return 'approved';
  return ['rejected', 'disabled'].includes(status.status) ? 'rejected' : 'pending';
}

/** @throws ChannelError `rejected` when the name is none that `templates` gave */
export function contentSid(name: string): string {
  const [sid] = /HX[0-9a-f]{32}(?=\)$)/.exec(name) ?? [];
  if (!sid) throw new ChannelError('rejected', 'There is no such template at Twilio.');
  return sid;
}
