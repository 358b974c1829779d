/** Those who write while the server is being killed: each message again and again until it is acknowledged. */
import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Conversation } from '../../../server/wire/conversations.ts';
import type { Message } from '../../../server/wire/messages.ts';
import type { VisitorMessage } from '../../../server/wire/visitor.ts';
import type { Remote } from '../../support/remote.ts';
import type { Entry, Ledger } from './ledger.ts';
import type { Random } from './seeded.ts';

/** Answers that say: come back later. Whatever else is not a success is a fault of the server. */
const LATER = new Set([429, 503]);
const PATIENCE_MS = 5_000;
const MOST_WAIT_MS = 250;

export type Draft = Omit<Entry, 'id' | 'attempts'>;
export type Acknowledged = { id: string | null; text: string | null };

export type Writer = {
  name: string;
  perSecond: number;
  /** What to write next; null when there is nowhere to write to yet. */
  next(count: number): Draft | null;
  /** One try. @returns what the answer says is stored, or the status that was no success */
  send(draft: Draft): Promise<Acknowledged | number>;
};

export type Run = {
  ledger: Ledger;
  random: Random;
  isOver(): boolean;
  /** Answers that should not have been given. */
  faults: string[];
};

/** Writes at the writer's pace until the run is over; what was begun is finished. */
export async function write(writer: Writer, run: Run): Promise<void> {
  const started = performance.now();
  for (let count = 1; !run.isOver(); count += 1) {
    const draft = writer.next(count);
    if (draft) await sendUntilAcknowledged(writer, draft, run);
    const due = started + (count * 1000) / writer.perSecond;
    await sleep(Math.max(0, due - performance.now()));
  }
}

async function sendUntilAcknowledged(writer: Writer, draft: Draft, run: Run): Promise<void> {
  for (let attempts = 1; ; attempts += 1) {
    // No answer at all: the server is gone, or was while it worked. Nobody knows, so the same again.
    const answer = await writer.send(draft).catch(() => 0);
    if (typeof answer === 'object') {
      if (answer.text !== null && answer.text !== draft.text) {
        run.faults.push(`${draft.key}: acknowledged with another text`);
      }
      return run.ledger.write({ ...draft, id: answer.id, attempts });
    }
    if (answer !== 0 && !LATER.has(answer)) run.faults.push(`${draft.key}: answered ${answer}`);
    await sleep(run.random.between(30, MOST_WAIT_MS));
  }
}

/** Somebody with the widget open. */
export function visitorWriter(name: string, visitor: Remote, channelId: string): Writer {
  return {
    name,
    perSecond: 2,
    next: (count) => draftOf(name, 'in', name, count),
    async send({ key, text }) {
      const path = `/widget/v1/${channelId}/messages`;
      const { status, body } = await visitor.call<VisitorMessage>(
        'POST',
        path,
        { key, text },
        PATIENCE_MS,
      );
      return status === 201 ? body : status;
    },
  };
}

/** A program that answers in an agent's name; every sixth message is a note. */
export function agentWriter(
  name: string,
  program: Remote,
  pick: () => Conversation | null,
): Writer {
  const places = new Map<string, string>();
  return {
    name,
    perSecond: 3,
    next(count) {
      const conversation = pick();
      if (!conversation) return null;
      const direction = count % 6 === 0 ? 'note' : 'out';
      const draft = draftOf(name, direction, `${name} in ${conversation.id}`, count);
      places.set(draft.key, conversation.id);
      return draft;
    },
    async send({ key, text, direction }) {
      const path = `/api/v1/conversations/${places.get(key)}/messages`;
      const kind = direction === 'note' ? 'note' : 'reply';
      const { status, body } = await program.call<Message>(
        'POST',
        path,
        { key, kind, text },
        PATIENCE_MS,
      );
      return status === 201 ? body : status;
    },
  };
}

/** A platform that delivers by signed webhook, with ids of its own and two customers. */
export function echoWriter(name: string, webhook: URL, secret: string): Writer {
  return {
    name,
    perSecond: 3,
    next: (count) => draftOf(name, 'in', `${name}-${count % 2}`, count),
    async send({ key, text, series }) {
      const body = JSON.stringify({ id: key, from: series, name: series, text });
      const signature = createHmac('sha256', secret).update(body).digest('hex');
      const response = await fetch(webhook, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-echo-signature': `sha256=${signature}` },
        body,
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      await response.arrayBuffer();
      return response.ok ? { id: null, text: null } : response.status;
    },
  };
}

function draftOf(
  writer: string,
  direction: Entry['direction'],
  series: string,
  count: number,
): Draft {
  const number = String(count).padStart(4, '0');
  return {
    writer,
    direction,
    series,
    key: `${writer}-${number}`,
    text: `${writer} says ${number}`,
  };
}
