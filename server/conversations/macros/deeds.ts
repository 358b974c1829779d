/** What the steps of a macro come to: what is said, what the conversation becomes, what goes into the field. */
import type { ConversationChange } from '../../wire/conversations.ts';
import type { MacroAction } from '../../wire/macros.ts';
import { Refusal } from '../../wire/problems.ts';

export type Deeds = {
  /** In this order. */
  said: { kind: 'reply' | 'note'; text: string }[];
  change: ConversationChange;
  drafts: string[];
};

type Running = { me: string; snoozedUntil: string | undefined };

/**
 * Of two steps that contradict each other the later one counts.
 * @throws Refusal invalid when it snoozes and nobody said until when
 */
export function deedsOf(actions: readonly MacroAction[], running: Running): Deeds {
  const deeds: Deeds = { said: [], change: {}, drafts: [] };
  for (const action of actions) {
    if ('text' in action) keepText(deeds, action);
    else deeds.change = { ...deeds.change, ...changeOf(action, deeds.change, running) };
  }
  return deeds;
}

type Text = Extract<MacroAction, { text: string }>;
type Work = Exclude<MacroAction, Text>;

function keepText(deeds: Deeds, { do: kind, text }: Text): void {
  if (kind === 'draft') deeds.drafts.push(text);
  else deeds.said.push({ kind, text });
}

function changeOf(action: Work, before: ConversationChange, running: Running): ConversationChange {
  switch (action.do) {
    case 'assign':
      return { assigneeId: assigneeOf(action.to, running.me) };
    case 'priority':
      return { priority: action.priority };
    case 'status':
      return { status: action.status, snoozedUntil: null };
    case 'snooze':
      return { status: 'snoozed', snoozedUntil: momentOf(running) };
    case 'tag':
      return moved(before, 'addTagIds', 'removeTagIds', action.tagId);
    case 'untag':
      return moved(before, 'removeTagIds', 'addTagIds', action.tagId);
  }
}

function assigneeOf(to: string, me: string): string | null {
  if (to === 'nobody') return null;
  return to === 'me' ? me : to;
}

function momentOf({ snoozedUntil }: Running): string {
  if (snoozedUntil) return snoozedUntil;
  throw new Refusal('invalid', 'snoozedUntil: this macro snoozes; say until when.');
}

type TagField = 'addTagIds' | 'removeTagIds';

function moved(before: ConversationChange, to: TagField, from: TagField, id: string) {
  const others = (field: TagField) => (before[field] ?? []).filter((one) => one !== id);
  return { [to]: [...others(to), id], [from]: others(from) };
}
