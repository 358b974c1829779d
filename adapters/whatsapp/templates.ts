/** The account's approved messages: "Message templates" in the Business Management API. */
import Type, { type Static } from 'typebox';
import { Compile } from 'typebox/compile';
import type { Template } from '../adapter.ts';
import { askGraph, type GraphLine } from '../meta.ts';
import { readAnswer } from '../platform.ts';

const Component = Type.Object({
  type: Type.String(),
  format: Type.Optional(Type.String()),
  text: Type.Optional(Type.String()),
  buttons: Type.Optional(Type.Array(Type.Object({ url: Type.Optional(Type.String()) }))),
});
const Listed = Type.Object({
  name: Type.String(),
  language: Type.String(),
  status: Type.String(),
  category: Type.Optional(Type.String()),
  components: Type.Array(Component),
});
const Page = Compile(
  Type.Object({
    data: Type.Array(Listed),
    paging: Type.Optional(
      Type.Object({
        next: Type.Optional(Type.String()),
        cursors: Type.Optional(Type.Object({ after: Type.Optional(Type.String()) })),
      }),
    ),
  }),
);

/** An account may have 6,000 templates. */
const MOST_PAGES = 60;

export async function templates(line: GraphLine): Promise<Template[]> {
  const found: Template[] = [];
  let after = '';
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = new URLSearchParams({ fields: 'name,language,status,category,components' });
    query.set('limit', '100');
    if (after) query.set('after', after);
    const path = `${line.settings['accountId']}/message_templates?${query}`;
    const { data, paging } = await readAnswer(await askGraph(path, {}, line), Page);
    found.push(...data.map(asTemplate));
    after = (paging?.next && paging.cursors?.after) || '';
    if (!after) break;
  }
  return found;
}

function asTemplate(listed: Static<typeof Listed>): Template {
  const { name, language, category, components } = listed;
  const texts = ['HEADER', 'BODY', 'FOOTER'].map(
    (type) => components.find((component) => component.type === type)?.text,
  );
  return {
    ...{ name, language, state: stateOf(listed) },
    text: texts.filter(Boolean).join('\n\n'),
    ...(category === 'MARKETING' && { marketing: true }),
  };
}

const KNOWN = ['HEADER', 'BODY', 'FOOTER', 'BUTTONS'];
const PENDING = ['PENDING', 'IN_APPEAL', 'PENDING_DELETION'];

function stateOf(listed: Static<typeof Listed>): Template['state'] {
  if (PENDING.includes(listed.status)) return 'pending';
  if (listed.status !== 'APPROVED') return 'rejected';
  return isPlain(listed) ? 'approved' : 'unsupported';
}

/** We fill numbered places in the body only: no headers of media, codes, or addresses of buttons. */
function isPlain({ category, components }: Static<typeof Listed>): boolean {
  if (category === 'AUTHENTICATION') return false;
  return components.every(({ type, format = 'TEXT', text = '', buttons = [] }) => {
    if (!KNOWN.includes(type) || buttons.some(({ url }) => url?.includes('{{'))) return false;
    if (type === 'BODY') return !/\{\{\s*[^\d\s}]/.test(text);
    return format === 'TEXT' && !text.includes('{{');
  });
}
