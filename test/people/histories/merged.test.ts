/**
 * Merge two, work on them, take them apart: whatever was done, both are what they have to be. Over histories that dice
 * have made: 100 of each kind, or as many as HISTORIES says; HISTORIES_SEED makes the same again.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Contact, ContactNote } from '../../../server/wire/contacts.ts';
import type { MergedConversation } from '../../../server/wire/conversations.ts';
import type { Tag } from '../../../server/wire/tags.ts';
import { driftOf } from '../../support/counts-audit.ts';
import { ownerOf } from '../../support/database.ts';
import { openOffice } from '../../support/office.ts';
import { connectEcho } from '../../support/people.ts';
import { comparable, expectedOfKept, expectedOfOther } from './expected.ts';
import { type Deed, deeds, Pair, type World } from './pair.ts';

const SECRET = 'the secret of many histories';
const AT_ONCE = 6;
const histories = Number(process.env['HISTORIES'] ?? 100);
const seed = Number(process.env['HISTORIES_SEED'] ?? Date.now() % 1_000_000);
const patience = 60_000 + histories * 2_000;

let world: World;

beforeAll(async () => {
  const { hub, ana, ben } = await openOffice();
  const coin = async (name: string) =>
    (await ana.call<Tag>('POST', '/api/v1/tags', { name })).body.id;
  const channel = { id: (await connectEcho(ana, SECRET)).id, secret: SECRET };
  const tagIds = [await coin('Refund'), await coin('Praise')] as const;
  world = { hub, owner: ownerOf(hub), agents: [ana, ben], channel, tagIds };
});

afterAll(async () => {
  await world.owner.end();
  await world.hub.close();
});

type History = { first: Deed[]; since: Deed[] };
const history = fc.record({ first: deeds(6), since: deeds(8) });

/** @throws with the shortest history that goes wrong, and its seed */
async function hold(live: (one: History) => Promise<void>): Promise<void> {
  const lanes = Array.from({ length: AT_ONCE }, (_, lane) =>
    fc.assert(fc.asyncProperty(history, live), {
      numRuns: Math.ceil(histories / AT_ONCE),
      seed: seed + lane,
    }),
  );
  await Promise.all(lanes);
}

async function act(pair: Pair, all: readonly Deed[]): Promise<void> {
  for (const deed of all) await pair.act(deed);
}

async function ask<Body>(method: 'POST' | 'DELETE', path: string, body?: object): Promise<Body> {
  const answer = await world.agents[0].call<Body>(method, `/api/v1/${path}`, body);
  expect(answer.status, path).toBeLessThan(300);
  return answer.body;
}

/** What they write next is where it belongs. */
async function expectHome(pair: Pair): Promise<void> {
  for (const line of [0, 1] as const) {
    await pair.writes(line);
    const { id, contactId } = pair.talks[line];
    expect(await pair.talkOn(line)).toMatchObject({ id, contactId });
  }
}

describe(`of ${histories} histories (HISTORIES_SEED=${seed})`, () => {
  it(
    'two conversations made one are two again, as if they had never been one',
    async () => {
      await hold(async ({ first, since }) => {
        const pair = await Pair.begin(world, 'one person');
        await act(pair, first);
        const [kept, other] = pair.talks;
        const before = await pair.standing();
        const at = `conversations/${kept.id}/merges`;
        const { id } = await ask<MergedConversation>('POST', at, { otherId: other.id });
        pair.one = true;
        const joined = await pair.row(0);
        await act(pair, since);
        const worked = { joined, since: await pair.stands(0) };
        await ask('DELETE', `${at}/${id}`);

        const course = { before, ...worked, threadId: other.threadId };
        const [one, two] = await pair.standing();
        expect(comparable(one)).toEqual(comparable(expectedOfKept(course)));
        expect(comparable(two)).toEqual(comparable(expectedOfOther(course)));
      });
    },
    patience,
  );

  it(
    'two people made one are two again, each with what was said to them',
    async () => {
      await hold(async ({ first, since }) => {
        const pair = await Pair.begin(world, 'two people');
        await act(pair, first);
        const [kept, other] = pair.talks;
        const people = [await pair.contact(0), await pair.contact(1)];
        const at = `contacts/${kept.contactId}/merges`;
        const made = await ask<Contact>('POST', at, { otherId: other.contactId, name: 'Both' });
        await act(pair, since);
        const worked = await pair.standing();
        const { notes } = await pair.contact(0);
        await ask('DELETE', `${at}/${made.merges[0]?.id}`);

        const apart = await pair.standing();
        const [ours, theirs] = people.map((person) => person.notes);
        // All of them were read while they were one; what was noted since is about the one.
        expect(notes).toEqual(expect.arrayContaining([...(ours ?? []), ...(theirs ?? [])]));
        const isTheirs = ({ id }: ContactNote) => theirs?.some((one) => one.id === id);
        const notesOf = (line: 0 | 1) =>
          line === 1 ? theirs : notes.filter((note) => !isTheirs(note));
        for (const line of [0, 1] as const) {
          const { id, name, verified } = people[line] as Contact;
          const own = worked[line].rows.map((row) => ({
            ...row,
            contact: { ...row.contact, id, name, verified },
          })) as (typeof worked)[0]['rows'];
          expect(comparable(apart[line])).toEqual(comparable({ ...worked[line], rows: own }));
          const { conversations, ...person } = await pair.contact(line);
          const were = { ...people[line], conversations: [], notes: notesOf(line) };
          expect({ ...person, conversations: [] }).toEqual(were);
          expect(conversations.map((one) => one.id)).toEqual([pair.talks[line].id]);
        }
        await expectHome(pair);
      });
    },
    patience,
  );

  it('nothing was counted wrong on the way, and no number is missing or taken twice', async () => {
    const [agent] = world.agents;
    expect(await driftOf(world.owner, agent.session.workspace.id)).toEqual([]);
    const logs = await world.owner`
      select conversations.id from conversations left join events
        on events.workspace_id = conversations.workspace_id and conversation_id = conversations.id
      group by conversations.workspace_id, conversations.id
      having count(*) <> conversations.seq or max(events.seq) <> count(*)`;
    const lines = await world.owner`
      select threads.id from threads join messages
        on messages.workspace_id = threads.workspace_id and thread_id = threads.id
      group by threads.workspace_id, threads.id
      having count(*) <> threads.seq or max(thread_seq) <> count(*)`;
    expect([...logs, ...lines]).toEqual([]);
    const [all] = await world.owner`select count(*) from conversations`;
    expect(Number(all?.['count'])).toBeGreaterThanOrEqual(4 * histories);
  });
});
