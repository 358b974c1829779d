/** One message of a webhook: theirs, or typed by us in the WhatsApp Business app (an echo). */
import type { IdentityClaim, InboundEvent } from '../message.ts';
import { metaMoment } from '../meta.ts';
import { understood } from '../payload.ts';
import { consentIn } from '../stop-words.ts';
import { contextOf, type Words, wordsOf } from './contents.ts';
import { personOf } from './people.ts';
import { ignored, type Place } from './place.ts';
import { type Bare, bare, type Content, partShapes, type Said, said } from './shapes.ts';

export function readMessage(given: unknown, place: Place): InboundEvent[] {
  if (!bare.Check(given)) return [ignored(place.name, 'a message of another format')];
  const item = known(given);
  const { from: phone, from_user_id: userId, from_parent_user_id: parentId } = item;
  const ids = { phone, userId, parentId };
  const from = personOf(ids, place.settings, place.contacts);
  if (item.system) return readSystem(item, place);
  if (!from) return [ignored(item.id, 'from nobody')];
  const line = { item, base: baseOf(item), from, thread: threadOf(item, from) };
  const changed = readChanged(item, line.thread) ?? readReaction(item, line);
  return changed ? [changed] : readSaid(item, line);
}

/** What somebody typed in the WhatsApp Business app, where it is used beside the Cloud API. */
export function readEcho(given: unknown, place: Place): InboundEvent[] {
  if (!bare.Check(given)) return [ignored(place.name, 'an echo of another format')];
  const item = known(given);
  const { to: phone, to_user_id: userId, to_parent_user_id: parentId } = item;
  const to = personOf({ phone, userId, parentId }, place.settings, place.contacts);
  if (!to) return [ignored(item.id, 'an echo to nobody')];
  const thread = threadOf(item, to);
  const base = { type: 'echo', ...baseOf(item), to, thread } as const;
  const changed = readChanged(item, thread);
  if (changed) return [changed];
  if (item.reaction) return [ignored(item.id, 'our own reaction, from the app')];
  const { context: _, ...words } = wordsOf(item.type, item);
  return [{ ...base, ...words }];
}

/** With those of its parts that have the form we know: what is said without them is shown. */
function known(item: Bare): Said {
  const rest = understood(item, partShapes);
  return said.Check(rest) ? rest : item;
}

type Line = {
  item: Bare;
  base: { externalId: string; at?: Date };
  from: IdentityClaim;
  thread: string;
};

function baseOf({ id, timestamp }: Bare): Line['base'] {
  const at = metaMoment(timestamp, 1000);
  return { externalId: id, ...(at && { at }) };
}

/** Everybody of a group is on one line; answers go to all of them. */
const threadOf = ({ group_id: group }: Bare, person: IdentityClaim): string =>
  group ? `group:${group}` : person.value;

const asMessage = ({ base, from, thread }: Line) =>
  ({ type: 'message', ...base, from, thread }) as const;

function readChanged(item: Said, thread: string): InboundEvent | null {
  const { edit, revoke } = item;
  if (edit) {
    const messageExternalId = edit.original_message_id;
    const text = textOf(edit.message);
    return { type: 'edit', ...baseOf(item), thread, messageExternalId, text };
  }
  if (!revoke) return null;
  const messageExternalId = revoke.original_message_id;
  return { type: 'delete', ...baseOf(item), thread, messageExternalId };
}

/** Only words can change: of a file, those beneath it. */
const textOf = ({ text, image, video, document }: Content): string =>
  text?.body ?? image?.caption ?? video?.caption ?? document?.caption ?? '';

/** An empty or missing emoji takes the reaction back. */
function readReaction({ reaction }: Said, { base, from, thread }: Line): InboundEvent | null {
  if (!reaction) return null;
  const messageExternalId = reaction.message_id;
  return {
    type: 'reaction',
    ...base,
    thread,
    from,
    messageExternalId,
    emoji: reaction.emoji || null,
  };
}

function readSaid(item: Said, line: Line): InboundEvent[] {
  if (item.type === 'request_welcome') return [ignored(item.id, 'the chat was opened')];
  const words = wordsOf(item.type, item);
  const context = contextOf(item, words);
  const quotes = item.context?.id;
  const { context: _, ...content } = words;
  return [
    { ...asMessage(line), ...content, ...(context && { context }), ...(quotes && { quotes }) },
    ...wish(words, line),
  ];
}

/** Meta's rules ask that a wish not to be written to be heeded, however it is said. */
function wish({ text }: Words, { base, from }: Line): InboundEvent[] {
  const consent = consentIn(text);
  if (!consent) return [];
  const { kind, scope, value } = from;
  return [
    {
      type: 'consent',
      ...base,
      externalId: `${base.externalId}:consent`,
      who: { kind, scope, value },
      allowed: consent === 'start',
      reason: `They wrote “${text.trim()}”.`,
    },
  ];
}

/** A new number or id: `system` names what they have now, the message itself what they had. */
function readSystem(item: Said, { settings, contacts }: Place): InboundEvent[] {
  const { system } = item;
  const before = { phone: item.from, userId: item.from_user_id };
  const ids = {
    phone: system?.wa_id ?? system?.new_wa_id ?? item.from,
    userId: system?.user_id ?? item.from_user_id,
    parentId: system?.parent_user_id ?? item.from_parent_user_id,
  };
  const had = [{ phone: before.phone }, { userId: before.userId }];
  const from = personOf(ids, settings, contacts, [
    ...had,
    { userId: system?.previous_user_id },
    { userId: system?.previous_parent_user_id },
  ]);
  if (!from) return [ignored(item.id, 'news about nobody')];
  const text = system?.body || 'Something about this person changed.';
  const base = { type: 'message', ...baseOf(item), from, thread: from.value } as const;
  return [{ ...base, text, automatic: 'notice' }];
}
