/** Trust rule V2, made from the routes themselves: a new door of visitors is tried by itself. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VisitorLine } from '../../server/wire/visitor.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import { type Agent, foundAs, inboxOf, type Visitor, visit, websiteOf } from '../support/people.ts';
import { bodyFor, type Route, routesOf } from '../support/routes.ts';
import { uploadAs } from '../support/workspace.ts';

let hub: TestHub;
let ana: Agent;
let one: Visitor;
let two: Visitor;
/** Everything of the first visitor that has an id, also what visitors are never told. */
let ids: Record<string, string>;

beforeAll(async () => {
  hub = await startHub();
  ana = await foundAs(hub);
  const { id: channelId } = await websiteOf(ana);
  [one, two] = [await visit(hub, channelId), await visit(hub, channelId)];
  const file = await uploadAs(one, one.at('attachments'), 'mine.txt');
  const message = await one.says('PRIVATE-WORDS', { attachments: [file] });
  await two.says('The other');
  const talk = (await inboxOf(ana, 'all')).find(({ preview }) => preview === 'PRIVATE-WORDS');
  if (!talk) throw new Error('the talk is not there');
  ids = { file, message: message.id, talk: talk.id, contact: talk.contact.id };
});
afterAll(() => hub.close());

/** The doors of visitors, with the name of what each asks for beside the channel. */
const doors = (): { route: Route; names: string[] }[] =>
  routesOf(hub)
    .filter(({ url }) => url.startsWith('/widget/v1/:channelId/'))
    .map((route) => ({
      route,
      names: [...route.url.matchAll(/:(\w+)/g)].map(([, name = '']) => name),
    }));

const at = (url: string, id: string): string =>
  url.replace(':channelId', one.channelId).replace(/:\w+/g, id);

describe('two visitors', () => {
  it('the first can open what is theirs', async () => {
    expect(
      Object.values(ids).every((id) => /^[\da-f-]{36}$/.test(id)),
      JSON.stringify(ids),
    ).toBe(true);
    const opened = await one.call('GET', one.at(`attachments/${ids['file']}`));
    expect(opened.status).toBe(200);
  });

  it('the second gets 404 at every door, for every id of the first', async () => {
    const withIds = doors().filter(({ names }) => names.length > 1);
    expect(withIds.length).toBeGreaterThan(1);
    for (const { route } of withIds) {
      for (const [what, id] of Object.entries(ids)) {
        const answer = await two.call(route.method, at(route.url, id), bodyFor(route));
        expect([answer.status, answer.body], `${route.method} ${route.url} ${what}`).toMatchObject([
          404,
          { code: 'not_found' },
        ]);
      }
    }
  });

  it('whatever the second says with ids of the first in it, nothing of the first comes back', async () => {
    const before = await one.call<VisitorLine>('GET', one.at('messages'));
    const open = doors().filter(({ names }) => names.length === 1);
    expect(open.length).toBeGreaterThan(4);
    for (const { route } of open) {
      // Log-out last of all: nothing would be let in after it.
      if (route.method === 'DELETE') continue;
      for (const id of Object.values(ids)) {
        const query = `?${Object.keys(ids)
          .map((name) => `${name}=${id}`)
          .join('&')}`;
        const body = bodyFor(route);
        const answer = await two.call(
          route.method,
          at(route.url, '') + query,
          body && { ...body, id },
        );
        expect(JSON.stringify(answer.body ?? ''), route.url).not.toContain('PRIVATE-WORDS');
        expect(JSON.stringify(answer.body ?? ''), route.url).not.toContain(ids['message']);
      }
    }
    expect((await two.call('DELETE', two.at('session'))).status).toBe(204);
    expect((await one.call('GET', one.at('messages'))).body).toEqual(before.body);
  });
});
