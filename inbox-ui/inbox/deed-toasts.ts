import { untracked, useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { toast } from '../parts/toast.tsx';
import type { Deed, Deeds, Failure, Ran } from '../store/changes.ts';
import type { Store } from '../store/store.ts';
import type { Refusal } from '../store/transport.ts';
import type { Step } from '../store/undo.ts';
import { describe } from '../words/errors.ts';
import { names, weekdayMoment } from '../words/format.ts';
import { words } from '../words/words.ts';
import { leadBack } from './deeds.ts';
import { tagName } from './tags/tag-name.ts';

/** Says what was done, with the way back; and what could not be done, with the reason. */
export function useDeedToasts(store: Store): void {
  const told = useRef(new Map<Step<Deeds>, () => void>());
  useSignalEffect(() => {
    const steps = store.changes.undo.steps.value;
    // Saying it reads and writes other signals: this follows only the steps.
    untracked(() => {
      const fresh = steps.filter((step) => !told.current.has(step));
      for (const step of fresh) told.current.set(step, tell(store, step));
      retract(told.current, steps);
    });
  });
  useSignalEffect(() => {
    const failure = store.changes.failed.value;
    if (failure) untracked(() => void toast({ text: complaint(failure) }));
  });
}

function complaint({ deeds, of, error }: Failure): string {
  const { toast: said, bulk, macros } = words.peek().inbox;
  const { kind } = deeds[0] ?? {};
  if (kind === 'macro' && error) {
    if (error.code === 'unseen') return macros.unseen(names(authorsOf(error)));
    return macros.failed(describe(error));
  }
  if (deeds.length === of) return error ? said.failed(describe(error)) : said.offline;
  return bulk.failed(
    deeds.length,
    of,
    error ? describe(error) : words.peek().common.errors.offline,
  );
}

function tell(store: Store, step: Step<Deeds>): () => void {
  const undo = () => {
    void store.changes.undo.take(step);
    leadBack(step.label.map(({ id }) => id));
  };
  return toast({ text: sentence(store, step.label), undo });
}

/** Taken back by key, or refused by the server: it must not go on saying that it was done. */
function retract(told: Map<Step<Deeds>, () => void>, steps: Step<Deeds>[]): void {
  for (const [step, dismiss] of told) {
    if (steps.includes(step)) continue;
    if (step.until > Date.now()) dismiss();
    told.delete(step);
  }
}

function sentence(store: Store, deeds: Deeds): string {
  const [deed, ...others] = deeds;
  if (!deed) return '';
  if (deed.kind === 'followed') return followedSentence(store, deed, deeds.length);
  if (deed.kind === 'tagged') return taggedSentence(store, deed, deeds.length);
  if (deed.kind === 'macro') return ranSentence(deed, deeds.length);
  if (deed.kind === 'priority') return prioritySentence(deed, deeds.length);
  const me = store.me.id;
  return others.length > 0 ? sentenceOfMany(deed, deeds.length, me) : sentenceOfOne(deed, me);
}

function sentenceOfOne(deed: OfWork, me: string): string {
  const said = words.peek().inbox.toast;
  if (deed.kind === 'assigned') {
    if (deed.assignee === null) return said.unassigned;
    return deed.assignee.id === me ? said.assignedMe : said.assigned(deed.assignee.name);
  }
  if (deed.status === 'snoozed') return said.snoozed(deed.until ? weekdayMoment(deed.until) : '');
  return said[deed.status];
}

type Listed = Extract<Deed, { kind: 'tagged' | 'followed' }>;
type Prioritised = Extract<Deed, { kind: 'priority' }>;
type OfWork = Exclude<Deed, Listed | Prioritised | Ran>;

/** The same was done to all of them: one tells what. */
function sentenceOfMany(deed: OfWork, count: number, me: string): string {
  const said = words.peek().inbox.bulk;
  if (deed.kind === 'assigned') {
    if (deed.assignee === null) return said.unassigned(count);
    const { id, name } = deed.assignee;
    return id === me ? said.assignedMe(count) : said.assigned(count, name);
  }
  if (deed.status === 'snoozed') {
    return said.snoozed(count, deed.until ? weekdayMoment(deed.until) : '');
  }
  return said[deed.status](count);
}

function taggedSentence(store: Store, { added, removed }: Listed, count: number): string {
  const { tags, bulk } = words.peek().inbox;
  const names = (ids: readonly string[]) => ids.map((id) => tagName(store, id)).join(', ');
  if (count > 1) {
    return added.length > 0
      ? bulk.tagged(count, names(added))
      : bulk.untagged(count, names(removed));
  }
  return added.length > 0 ? tags.tagged(names(added)) : tags.untagged(names(removed));
}

function followedSentence(store: Store, { added, removed }: Listed, count: number): string {
  const { following } = words.peek().inbox;
  const [id = ''] = [...added, ...removed];
  const joined = added.length > 0;
  if (id !== store.me.id) {
    const name = store.directory.agents.peek()?.find((agent) => agent.id === id)?.name ?? '';
    return joined ? following.joined(name) : following.removed(name);
  }
  if (count > 1) return joined ? following.followedMany(count) : following.stoppedMany(count);
  return joined ? following.followed : following.stopped;
}

function prioritySentence({ priority }: Prioritised, count: number): string {
  const { bulk, priority: named } = words.peek().inbox;
  const name = named.names[priority];
  return count > 1 ? bulk.prioritised(count, name) : named.label(name);
}

function ranSentence({ name, stays }: Ran, count: number): string {
  const { macros } = words.peek().inbox;
  const done = count > 1 ? macros.ranOn(name, count) : macros.ran(name);
  return stays ? `${done} ${macros.stays}` : done;
}

function authorsOf({ missed = [] }: Refusal): string[] {
  return [...new Set(missed.flatMap(({ author }) => author?.name ?? []))];
}
