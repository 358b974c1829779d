/** Those who write while something is broken: each message again and again until it is acknowledged. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Conversation } from '../../../server/wire/conversations.ts';
import type { Message } from '../../../server/wire/messages.ts';
import type { VisitorMessage } from '../../../server/wire/visitor.ts';
import { signed } from '../../support/echo.ts';
import { Remote } from '../../support/remote.ts';
import type { Entry, Ledger } from './ledger.ts';
import type { Random } from './seeded.ts';

/** Answers that say: come back later. Whatever else is not a success is a fault of the server. */
const LATER = new Set([429, 503]);
const PATIENCE_MS = 5_000;
const MOST_WAIT_MS = 250;

export type Draft = Omit<Entry, 'id' | 'attempts' | 'sentAt' | 'ackedAt'>;
type Acknowledged = { id: string | null; text: string | null };

export type Writer = {
  name: string;
  /** null: as fast as it is answered. */
  perSecond: number | null;
  /** What to write next, in one request; nothing when there is nowhere to write to yet. */
  next(count: number): Draft[];
  /** One try. @returns what the answer says is stored, or the status that was no success */
  send(drafts: readonly Draft[]): Promise<Acknowledged | number>;
};

export type Run = {
  ledger: Ledger;
  random: Random;
  isOver(): boolean;
  /** Resolves when one may write: at once, unless all are to rest. */
  turn?(): Promise<void>;
  /** Answers that should not have been given. */
  faults: string[];
};

/** Writes at the writer's pace until the run is over; what was begun is finished. */
export async function write(writer: Writer, run: Run): Promise<void> {
  const started = performance.now();
  for (let count = 1; !run.isOver(); count += 1) {
    await run.turn?.();
    if (run.isOver()) return;
    const drafts = writer.next(count);
    if (drafts.length > 0) await sendUntilAcknowledged(writer, drafts, run);
    const { perSecond } = writer;
    const due = perSecond === null ? 0 : started + (count * 1000) / perSecond;
    const rest = drafts.length > 0 ? 0 : MOST_WAIT_MS;
    await sleep(Math.max(rest, due - performance.now()));
  }
}

async function sendUntilAcknowledged(
  writer: Writer,
  drafts: readonly Draft[],
  { random, ledger, faults }: Run,
): Promise<void> {
  const sentAt = performance.now();
  for (let attempts = 1; ; attempts += 1) {
    // No answer at all: the server is gone, or was while it worked. Nobody knows, so the same again.
    const answer = await writer.send(drafts).catch(() => 0);
    if (typeof answer === 'object') {
      const { id, text } = answer;
      const other = text !== null && drafts.some((draft) => draft.text !== text);
      if (other) faults.push(`${writer.name}: acknowledged with another text`);
      const times = { attempts, sentAt, ackedAt: performance.now() };
      return ledger.write(drafts.map((draft) => ({ ...draft, id, ...times })));
    }
    if (answer !== 0 && !LATER.has(answer)) faults.push(`${writer.name}: answered ${answer}`);
    await sleep(random.between(30, MOST_WAIT_MS));
  }
}

/** Somebody with the widget open. */
export function visitorWriter(name: string, visitor: Remote, channelId: string): Writer {
  return {
    name,
    perSecond: 2,
    next: (count) => [draftOf({ writer: name, direction: 'in', series: name }, count)],
    async send(drafts) {
      const path = `/widget/v1/${channelId}/messages`;
      const answer = await visitor.call<VisitorMessage>('POST', path, worded(drafts), PATIENCE_MS);
      return answer.status === 201 ? answer.body : answer.status;
    },
  };
}

/** A program that answers in an agent's name; every sixth message is a note. */
export function agentWriter(
  name: string,
  program: Remote,
  pick: () => Conversation | null,
): Writer {
  let place = '';
  return {
    name,
    perSecond: 3,
    next(count) {
      const conversation = pick();
      if (!conversation) return [];
      place = conversation.id;
      const direction = count % 6 === 0 ? 'note' : 'out';
      return [draftOf({ writer: name, direction, series: `${name} in ${place}` }, count)];
    },
    async send(drafts) {
      const path = `/api/v1/conversations/${place}/messages`;
      const kind = drafts[0]?.direction === 'note' ? 'note' : 'reply';
      const body = { ...worded(drafts), kind };
      const answer = await program.call<Message>('POST', path, body, PATIENCE_MS);
      return answer.status === 201 ? answer.body : answer.status;
    },
  };
}

const worded = ([draft]: readonly Draft[]) => ({ key: draft?.key, text: draft?.text });

/** How many people write on a platform, and how many messages go into one of its requests. */
type Crowd = { people?: number; together?: number; perSecond?: number | null };

/** A platform that delivers by signed webhook, with ids of its own. */
export function echoWriter(name: string, webhook: URL, secret: string, crowd: Crowd = {}): Writer {
  const { people = 2, together = 1, perSecond = 3 } = crowd;
  const platform = new Remote(webhook.origin);
  return {
    name,
    perSecond,
    next: (count) =>
      Array.from({ length: together }, (_, index) => {
        const number = (count - 1) * together + index + 1;
        const series = `${name}-${number % people}`;
        return draftOf({ writer: name, direction: 'in', series }, number);
      }),
    async send(drafts) {
      const said = drafts.map(({ key, series, text }) => ({
        ...{ id: key, from: series, name: series, text },
      }));
      const body = said.length === 1 ? said[0] : { events: said };
      const headers = { 'x-echo-signature': signed(secret, JSON.stringify(body)) };
      const sender = new Remote(platform.url, headers);
      const { status } = await sender.call('POST', webhook.pathname, body, PATIENCE_MS);
      return status === 200 ? { id: null, text: null } : status;
    },
  };
}

export function draftOf(by: Pick<Draft, 'writer' | 'direction' | 'series'>, count: number): Draft {
  const number = String(count).padStart(5, '0');
  return { ...by, key: `${by.writer}-${number}`, text: `${by.writer} says ${number}` };
}
