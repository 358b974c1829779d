/** The lines as the messages change them, one after the other, before anything is written. */
import type { IdentityClaim } from '../../../adapters/message.ts';
import { remoteFiles } from '../../attachments/remote.ts';
import { type NewAttachment, storedFiles } from '../../attachments/uploads.ts';
import type { Person } from '../../contacts/identities.ts';
import type { Scope } from '../../events/scope.ts';
import type { Message } from '../../wire/messages.ts';
import type { VisitorMessage } from '../../wire/visitor.ts';
import { presentAttachment } from '../beside.ts';
import { logged, rankOf, type Step } from '../change.ts';
import { presentLineMessage } from '../line.ts';
import { type MessageRow, presentMessage, type SummaryRow } from '../present.ts';
import type { ThreadRow } from '../threads.ts';
import type { Arrival, Reception } from './arrival.ts';
import { type Begun, beginLine } from './begin.ts';
import { arrivalName, type Known, lineName, personName } from './known.ts';
import { patchOf, reopening, saidBy } from './news.ts';
import { receivedRow } from './row.ts';

/** A conversation, and what has been said in it. */
export type Talk = { row: SummaryRow; steps: { seq: number; step: Step }[] };

export type Said = {
  arrival: Arrival;
  row: MessageRow;
  thread: ThreadRow;
  files: NewAttachment[];
  shown: VisitorMessage;
};

export class Lines {
  readonly #scope: Scope;
  readonly #known: Known;
  readonly #written = new Map<string, string>();
  readonly #persons: Map<string, Person>;
  #number: number;
  readonly threads: Map<string, ThreadRow>;
  /** By conversation id: those that something was said in. */
  readonly talks = new Map<string, Talk>();
  readonly said: Said[] = [];
  readonly newcomers: Person[] = [];
  readonly begun: Begun[] = [];
  /** Those whose word was not taken, each as often as it came. */
  readonly dropped: IdentityClaim[] = [];

  /** @param number of the first conversation that begins */
  constructor(scope: Scope, known: Known, number: number) {
    this.#scope = scope;
    this.#known = known;
    this.#number = number;
    this.#persons = new Map(known.persons);
    this.threads = new Map(known.threads);
  }

  /** The next message, in its turn. */
  take(arrival: Arrival): Reception {
    const name = arrivalName(arrival);
    const earlier = this.#written.get(name) ?? this.#known.earlier.get(name);
    if (earlier !== undefined) return { messageId: earlier, shown: null };
    if (!this.#known.fresh.has(name)) return 'gone';
    if (this.#known.blocked.has(personName(arrival.event.from))) {
      this.dropped.push(arrival.event.from);
      return 'blocked';
    }
    const { person, thread, talk } = this.#place(arrival);
    const { shown, row } = this.#say(arrival, { person, thread, talk });
    this.#written.set(name, row.id);
    return { messageId: row.id, shown };
  }

  #place(arrival: Arrival): { person: Person; thread: ThreadRow; talk: Talk } {
    const known = this.threads.get(lineName(arrival));
    const person = this.#persons.get(personName(arrival.event.from));
    if (!known) return this.#begin(arrival, person);
    if (!person) throw new Error('somebody unknown on a known line');
    return { person, thread: known, talk: this.#talk(known.conversationId) };
  }

  #begin(arrival: Arrival, person: Person | undefined) {
    const begun = beginLine(this.#scope, this.#known, arrival, { number: this.#number, person });
    this.#number += 1;
    this.begun.push(begun);
    this.threads.set(lineName(arrival), begun.thread);
    if (!person) {
      this.newcomers.push(begun.person);
      this.#persons.set(personName(arrival.event.from), begun.person);
    }
    const talk: Talk = { row: begun.talk, steps: [] };
    this.talks.set(begun.thread.conversationId, talk);
    return { person: begun.person, thread: begun.thread, talk };
  }

  #talk(id: string): Talk {
    const open = this.talks.get(id);
    if (open) return open;
    const row = this.#known.conversations.get(id);
    if (!row) throw new Error(`conversation ${id} vanished`);
    const talk = { row, steps: [] };
    this.talks.set(id, talk);
    return talk;
  }

  #say(
    arrival: Arrival,
    { person, thread, talk }: { person: Person; thread: ThreadRow; talk: Talk },
  ): Said {
    const held = talk.row.conversation;
    const woken = reopening(held, arrival.event);
    const [seq, threadSeq] = [held.seq + woken.length + 1, thread.seq + 1];
    const place = {
      thread,
      identity: person.identity,
      seq,
      threadSeq,
      quotesId: null,
      content: null,
    };
    const row = { ...receivedRow(arrival, place), createdAt: this.#known.moment };
    const stored = storedFiles(this.#scope, row.id, arrival.files);
    const coming = arrival.event.attachments ?? [];
    const files = [...stored, ...remoteFiles(this.#scope, row.id, coming, stored.length)];
    const message = presentMessage(row, {
      side: thread.side,
      author: { id: person.contact.id, name: person.contact.name },
      attachments: files.map(presentAttachment),
      reactions: [],
      quotes: null,
    });
    this.#move(talk, arrival, message, [...woken, saidBy(person.contact, message)]);
    Object.assign(thread, { seq: threadSeq, heardAt: this.#known.moment, answers: 0 });
    const shown = presentLineMessage(message, threadSeq, arrival.event.externalId);
    const said = { arrival, row, thread, files, shown };
    this.said.push(said);
    return said;
  }

  #move(talk: Talk, { event }: Arrival, message: Message, steps: Step[]): void {
    const held = talk.row.conversation;
    for (const [index, step] of steps.entries()) {
      talk.steps.push({ seq: held.seq + 1 + index, step });
    }
    const next = { ...held, ...patchOf(held, event, message), seq: held.seq + steps.length };
    const { moment } = this.#known;
    Object.assign(held, next, { rank: rankOf(next), updatedAt: moment });
  }

  /** Of every talk: what the log gets. */
  get entries() {
    return [...this.talks].flatMap(([id, { steps }]) =>
      steps.map(({ seq, step }) => logged(this.#scope, id, seq, step)),
    );
  }
}
