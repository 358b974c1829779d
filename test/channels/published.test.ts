/** What platforms have published about requests, against all that our channels send them. */
import { describe, expect, it } from 'vitest';
import type { Adapter } from '../../adapters/adapter.ts';
import { adapter as line } from '../../adapters/line/adapter.ts';
import { adapter as twilio } from '../../adapters/twilio-sms/adapter.ts';
import { adapter as whatsapp } from '../../adapters/whatsapp/adapter.ts';
import type { Asked } from '../adapters/conformance/asked.ts';
import {
  asRecorded,
  messageOf,
  outcomeOfSend,
  platform,
} from '../adapters/conformance/platform.ts';
import { loadSubject } from '../adapters/conformance/subject.ts';
import { Contract } from '../simulators/contract.ts';
import { Line, person } from '../simulators/line.ts';
import { takeViolations } from '../simulators/provider.ts';
import { root } from '../tools/tree.ts';

/** What a channel asks while it sends all that its fixtures say. */
async function asks(adapter: Adapter): Promise<Asked[]> {
  const subject = loadSubject(adapter, `${root}adapters/${adapter.id}`);
  const asked: Asked[] = [];
  for (const fixture of subject.outbound) {
    const pretended = platform(fixture.calls.map((call) => () => asRecorded(call)));
    await outcomeOfSend(subject, messageOf(fixture), pretended, fixture.settings);
    asked.push(...pretended.asked);
  }
  return asked;
}

const broken = (contract: Contract, { url, body, ...asked }: Asked) => {
  const { pathname, search } = new URL(url);
  return contract.broken({ ...asked, path: `${pathname}${search}`, body: Buffer.from(body) });
};

/** How a request can be wrong; each says what is found. */
type Wrong = [what: string, change: (asked: Asked) => Asked, found: RegExp];

const withJson = (change: (json: Record<string, unknown>) => object) => (asked: Asked) => ({
  ...asked,
  body: JSON.stringify(change(JSON.parse(asked.body))),
});

const withForm = (name: string, value: string) => (asked: Asked) => {
  const form = new URLSearchParams(asked.body);
  form.set(name, value);
  return { ...asked, body: form.toString() };
};

const subjects: { adapter: Adapter; contract: Contract; wrong: Wrong[] }[] = [
  {
    adapter: line,
    contract: new Contract('line'),
    wrong: [
      ['no receiver', withJson(({ to: _, ...json }) => json), /required property 'to'/],
      ['six messages', withJson((json) => ({ ...json, messages: sixTexts })), /more than 5 items/],
      ['a field nobody knows', withJson((json) => ({ ...json, text: 'x' })), /additionalProperty/],
      [
        'a key that is none',
        (asked) => ({ ...asked, headers: { ...asked.headers, 'x-line-retry-key': '17' } }),
        /format "uuid"/,
      ],
      ['another method', (asked) => ({ ...asked, method: 'PATCH' }), /no such operation/],
    ],
  },
  {
    adapter: twilio,
    contract: new Contract('twilio'),
    wrong: [
      ['a sender that is none', withForm('MessagingServiceSid', 'MG1'), /fewer than 34 characters/],
      ['a field nobody knows', withForm('Text', 'x'), /additionalProperty":"Text/],
      ['an address that is none', withForm('StatusCallback', 'here'), /format "uri"/],
      [
        'another account',
        ({ url, ...asked }) => ({ ...asked, url: url.replace(/AC\w+/, 'AC1') }),
        /AccountSid must NOT have fewer/,
      ],
      [
        'JSON',
        ({ headers, ...asked }) => ({ ...asked, headers: json(headers) }),
        /no body of the type/,
      ],
    ],
  },
  {
    adapter: whatsapp,
    contract: new Contract('whatsapp'),
    wrong: [
      ['nobody', withJson(({ to: _, recipient: __, ...more }) => more), /required property 'to'/],
      ['no product', withJson(({ messaging_product: _, ...more }) => more), /'messaging_product'/],
      ['another kind', withJson((more) => ({ ...more, type: 'poll' })), /equal to constant/],
      ['a field nobody knows', withJson((more) => ({ ...more, note: 'x' })), /unevaluated/],
      [
        'a number that is none',
        ({ url, ...asked }) => ({ ...asked, url: url.replace(/\d{9,}/, 'me') }),
        /Phone-Number-ID/,
      ],
    ],
  },
];

const sixTexts = Array.from({ length: 6 }, () => ({ type: 'text', text: 'x' }));
const json = (headers: Asked['headers']) => ({ ...headers, 'content-type': 'application/json' });

describe.each(subjects)('$adapter.name', ({ adapter, contract, wrong }) => {
  it('is asked as published, whatever is sent', async () => {
    const asked = await asks(adapter);
    expect(asked.length).toBeGreaterThan(10);
    expect((await Promise.all(asked.map((one) => broken(contract, one)))).flat()).toEqual([]);
  });

  it.each(wrong)('is not asked for %s', async (_what, change, found) => {
    const [text] = (await asks(adapter)).filter(({ body }) => /text|Body=/.test(body));
    if (!text) throw new Error('no fixture sends a text');
    expect(await broken(contract, text)).toEqual([]);
    expect((await broken(contract, change(text))).join('\n')).toMatch(found);
  });
});

it('a pretended platform refuses what is not as published, and it does not go unnoticed', async () => {
  const pretended = await Line.start({ channelSecret: 's', channelAccessToken: 'token' });
  const push = (messages: object[]) =>
    fetch(`${pretended.provider.url}/v2/bot/message/push`, {
      method: 'POST',
      headers: { authorization: 'Bearer token', 'content-type': 'application/json' },
      body: JSON.stringify({ to: person(1), messages }),
    });
  expect((await push([{ type: 'text', text: 'Right' }])).status).toBe(200);
  expect(takeViolations()).toEqual([]);
  expect((await push([{ type: 'text', words: 'Wrong' }])).status).toBe(400);
  expect(takeViolations().join()).toContain("required property 'text'");
  expect(pretended.said).toHaveLength(1);
  await pretended.stop();
});
