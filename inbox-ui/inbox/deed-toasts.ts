import { untracked, useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { toast } from '../parts/toast.tsx';
import type { Deed, Failure } from '../store/changes.ts';
import type { Store } from '../store/store.ts';
import type { Step } from '../store/undo.ts';
import { describe } from '../words/errors.ts';
import { weekdayMoment } from '../words/format.ts';
import { words } from '../words/words.ts';
import { tagName } from './tags/tag-name.ts';

/** Says what was done, with the way back; and what could not be done, with the reason. */
export function useDeedToasts(store: Store): void {
  const told = useRef(new Map<Step<Deed>, () => void>());
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

function complaint({ error }: Failure): string {
  const said = words.peek().inbox.toast;
  return error ? said.failed(describe(error)) : said.offline;
}

function tell(store: Store, step: Step<Deed>): () => void {
  const undo = () => void store.changes.undo.take(step);
  return toast({ text: sentence(store, step.label), undo });
}

/** Taken back by key, or refused by the server: it must not go on saying that it was done. */
function retract(told: Map<Step<Deed>, () => void>, steps: Step<Deed>[]): void {
  for (const [step, dismiss] of told) {
    if (steps.includes(step)) continue;
    if (step.until > Date.now()) dismiss();
    told.delete(step);
  }
}

function sentence(store: Store, deed: Deed): string {
  const said = words.peek().inbox.toast;
  if (deed.kind === 'assigned') {
    if (deed.assignee === null) return said.unassigned;
    return deed.assignee.id === store.me.id ? said.assignedMe : said.assigned(deed.assignee.name);
  }
  if (deed.kind === 'tagged') return taggedSentence(store, deed);
  if (deed.status === 'snoozed') return said.snoozed(deed.until ? weekdayMoment(deed.until) : '');
  return said[deed.status];
}

function taggedSentence(
  store: Store,
  { added, removed }: Extract<Deed, { kind: 'tagged' }>,
): string {
  const { tags } = words.peek().inbox;
  const names = (ids: readonly string[]) => ids.map((id) => tagName(store, id)).join(', ');
  return added.length > 0 ? tags.tagged(names(added)) : tags.untagged(names(removed));
}
