/** V10: three hundred visitors behind one address, and one of them means harm. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { VisitorSession } from '../../server/wire/visitor.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import { foundAs, websiteOf } from '../support/people.ts';
import { until } from '../support/until.ts';

const OFFICE = '203.0.113.77';
const MANY = 300;
/** The abuser goes by so many names. */
const HANDS = 14;
/** As browsers say it; the abuser has another. */
const BROWSER = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/139.0';

let hub: TestHub;
let website: string;

beforeAll(async () => {
  hub = await startHub();
  website = (await websiteOf(await foundAs(hub))).id;
});

afterAll(() => hub.close());

type Asked = { browser: string; token?: string };

async function post(path: string, payload: object, { browser, token }: Asked) {
  const response = await hub.app.inject({
    method: 'POST',
    url: `/widget/v1/${website}/${path}`,
    payload,
    headers: { 'user-agent': browser, ...(token && { authorization: `Bearer ${token}` }) },
    remoteAddress: OFFICE,
  });
  return { status: response.statusCode, token: response.json<Partial<VisitorSession>>().token };
}

/** So many at once, some at a time, as a network lets them through. */
async function each<Result>(
  count: number,
  work: (n: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let n = 0; n < count; n += 50) {
    const some = Array.from({ length: Math.min(50, count - n) }, (_none, k) => work(n + k));
    results.push(...(await Promise.all(some)));
  }
  return results;
}

const arrive = (browser: string) => post('session', {}, { browser });

/** One who comes in and says something. */
async function begin(n: number, browser: string): Promise<number[]> {
  const { status, token } = await arrive(browser);
  const message = { key: `hello-${browser.length}-${n}`, text: `Hello from desk ${n}` };
  return [status, token ? (await post('messages', message, { browser, token })).status : 0];
}

it('all of them start a chat at once, and the abuser alone is slowed', async () => {
  const browser = 'a script';
  const tokens = (await each(HANDS, () => arrive(browser))).map(({ token = '' }) => token);
  // Too long, so that nothing is kept of it; it counts all the same.
  const flood = (n: number) => {
    const message = { key: `flood-number-${n}`, text: 'x'.repeat(4_001) };
    return post('messages', message, { browser, token: tokens[n % HANDS] ?? '' });
  };
  /** Now and then one is let through: limits come back. */
  const slowed = async () => {
    const answers = await each(HANDS, flood);
    const refused = answers.filter(({ status }) => status === 429);
    return refused.length > HANDS / 2 && (await arrive(browser)).status === 429;
  };
  // Fewer than any of them may write alone: it is their network that has had enough of the hasty.
  await each(HANDS * 480, flood);
  await each(600, () => arrive(browser));
  await until(slowed);

  const [statuses] = await Promise.all([
    each(MANY, (n) => begin(n, BROWSER)),
    each(MANY, (n) => (n % 2 ? flood(n) : arrive(browser))),
  ]);
  expect(statuses.filter(([came, spoke]) => came !== 201 || spoke !== 201)).toEqual([]);
  await until(slowed);
}, 120_000);
