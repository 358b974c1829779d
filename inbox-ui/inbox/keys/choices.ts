/** What the command menu offers in each of its moods. */

import type { View } from '../../../server/wire/conversations.ts';
import { go } from '../../router.ts';
import { isAdmin } from '../../session/session.ts';
import type { Store } from '../../store/store.ts';
import { channelView, savedView, tagView } from '../../store/views.ts';
import { weekdayMoment } from '../../words/format.ts';
import { words } from '../../words/words.ts';
import { assign, snooze } from '../deeds.ts';
import {
  addressOf,
  ask,
  askedAbout,
  meant,
  opened,
  type Question,
  sendFirst,
  view,
} from '../desk.ts';
import { hasRecipients } from '../letter/answering.ts';
import { selected, targets } from '../selection.ts';
import { presetsAt } from '../snooze-presets.ts';
import { meantMessage } from '../splitting/split.ts';
import { viewName } from '../view-name.ts';
import { build, othersOnly, removeView, savedIn } from '../views/saved.ts';
import { ACTIONS, type Action, type ActionGroup, type ActionId, isPossible } from './actions.ts';
import { keyOf } from './bindings.ts';
import type { Choice } from './choice.ts';
import { macroChoices, macroCommands } from './macro-choices.ts';
import { priorityChoices, statusChoices } from './status-choices.ts';
import { tagChoices } from './tag-choices.ts';

export type Mood = Extract<Question, 'commands' | 'assign' | 'snooze' | 'status' | 'macro' | 'tag'>;

export function choicesFor(store: Store, mood: Mood): Choice[] {
  if (mood === 'assign') return people(store);
  if (mood === 'tag') return tagChoices(store);
  if (mood === 'macro') return macroChoices(store);
  if (mood === 'status') return statusChoices(store);
  return mood === 'snooze' ? moments(store) : actions(store);
}

function actions(store: Store): Choice[] {
  const said = words.value.inbox.actions;
  const possible = ACTIONS.filter((action) => action.run && makesSense(store, action));
  const many = selected.peek().size;
  // Who has selected rows is about to do something to them.
  const distance = ({ group, needs }: Action) =>
    many > 0 && needs === 'some' ? -1 : GROUPS.indexOf(group);
  const nearest = possible.toSorted((a, b) => distance(a) - distance(b));
  const choices = nearest.map(({ id, needs, run }): Choice => {
    const pick = () => run?.(store);
    const hint = needs === 'some' && many > 0 ? words.value.inbox.bulk.selected(many) : undefined;
    return { id, label: said[id], hint, keys: keyOf(id), keepsQuestion: ASKING.has(id), pick };
  });
  return [
    ...choices,
    ...macroCommands(store, targets.peek()),
    ...savedChoices(store),
    ...priorityChoices(store, targets.peek()),
    ...narrowViews(store),
    ...(isAdmin.value ? places() : []),
  ];
}

/** What is in the hands first, far places last. */
const GROUPS: readonly ActionGroup[] = ['conversation', 'list', 'app', 'go', 'composer'];

function makesSense(store: Store, action: Action): boolean {
  return isPossible(action) && (SENSE[action.id]?.(store) ?? true);
}

const statuses = (store: Store) =>
  targets.peek().map((id) => store.conversations.peek(id)?.status ?? 'open');
const meantContact = (store: Store) => store.conversations.peek(meant.peek() ?? '')?.contact;

/** Of some it takes more than to be possible: there must be something to do. */
const SENSE: Partial<Record<ActionId, (store: Store) => boolean>> = {
  // It is more itself, and macros stand there by their names.
  commands: () => false,
  more: () => false,
  macroSlot: () => false,
  done: (store) => statuses(store).some((status) => status !== 'done'),
  reopen: (store) => statuses(store).some((status) => status !== 'open'),
  merge: () => targets.peek().length < 3,
  split: (store) => meantMessage(store) !== undefined,
  spam: (store) => statuses(store).some((status) => status !== 'spam'),
  notSpam: (store) => statuses(store).some((status) => status === 'spam'),
  block: (store) => meantContact(store)?.blocked === false,
  unblock: (store) => meantContact(store)?.blocked === true,
  replyAll: (store) => hasRecipients(store, meant.peek()),
  forward: (store) => hasRecipients(store, meant.peek()),
  open: () => opened.peek() === null,
  back: () => opened.peek() !== null,
};

const ASKING = new Set(['assign', 'snooze', 'status', 'macro', 'tag', 'merge', 'keys']);

/** To what agents made; and what can be done about the one in sight. */
function savedChoices(store: Store): Choice[] {
  const { views } = words.value.inbox;
  const here = savedIn(store, view.peek());
  const own = here && othersOnly(store, here) === null ? here : null;
  const about: Choice[] = own
    ? [
        { id: 'edit-view', label: views.named.edit(own.name), pick: () => build('edit') },
        {
          id: 'remove-view',
          label: views.named.remove(own.name),
          pick: () => void removeView(store, own),
        },
      ]
    : [];
  const make = { id: 'new-view', label: views.create, pick: () => build('new') };
  const all = store.savedViews.all.value ?? [];
  return [...about, make, ...all.map(({ id }) => placeOf(store, savedView(id), views.goTo))];
}

const placeOf = (store: Store, view: View, hint: string): Choice => {
  return { id: view, label: viewName(store, view), hint, pick: () => go(addressOf(null, view)) };
};

/** The queues of each channel and of each tag. */
function narrowViews(store: Store): Choice[] {
  const { goTo } = words.value.inbox.tags;
  const { channels, tags } = store.directory;
  const offered = tags.value?.filter((tag) => tag.offered) ?? [];
  return [
    ...(channels.value ?? []).map(({ id }) => placeOf(store, channelView(id), goTo.channel)),
    ...offered.map(({ id }) => placeOf(store, tagView(id), goTo.tag)),
  ];
}

function places(): Choice[] {
  const { shell } = words.value;
  return [{ id: 'channels', label: shell.addChannel, pick: () => go('/settings/channels') }];
}

function people(store: Store): Choice[] {
  const { head } = words.value.inbox;
  const ids = askedAbout.peek();
  const owners = new Set(ids.map((id) => store.conversations.peek(id)?.assignee?.id ?? null));
  const agents = (store.directory.agents.value ?? []).filter(({ removedAt }) => removedAt === null);
  const others = agents.filter((agent) => agent.id !== store.me.id);
  const have = (id: string | null) => owners.size === 1 && owners.has(id);
  const choice = (key: string, label: string, pick: () => void, checked: boolean): Choice => {
    return { id: key, label, checked, pick };
  };
  return [
    {
      ...choice('me', head.toMe, () => assign(store, store.me, ids), have(store.me.id)),
      hint: store.me.name,
      keys: keyOf('takeIt'),
    },
    ...others.map((agent) => {
      const { id: agentId, name } = agent;
      return choice(agentId, name, () => assign(store, { id: agentId, name }, ids), have(agentId));
    }),
    choice('nobody', head.nobody, () => assign(store, null, ids), have(null)),
  ];
}

/** A moment in the agent's own words. */
export function typedChoice(store: Store, at: Date): Choice {
  const { snooze: said } = words.value.inbox;
  return {
    id: 'typed',
    label: weekdayMoment(at),
    hint: said.inWords,
    pick: () => snoozeUntil(store, at),
  };
}

function snoozeUntil(store: Store, at: Date): void {
  const ids = askedAbout.peek();
  sendFirst.peek()?.();
  sendFirst.value = null;
  snooze(store, at, ids);
}

function moments(store: Store): Choice[] {
  const { snooze: said } = words.value.inbox;
  const presets = presetsAt(new Date()).map((preset): Choice => {
    return {
      id: preset.id,
      label: said[preset.id],
      hint: weekdayMoment(preset.at),
      pick: () => snoozeUntil(store, preset.at),
    };
  });
  const custom = () => ask('snoozeAt', askedAbout.peek());
  return [...presets, { id: 'custom', label: said.custom, keepsQuestion: true, pick: custom }];
}
