/** A message of the visitor's that the server does not have yet, and how it is kept between visits. */
import type { NewResponse } from '../../server/wire/content.ts';
import type { Claims, VisitorAttachment } from '../../server/wire/visitor.ts';
import type { MessageDraft } from './api.ts';
import type { Store } from './store.ts';

/** Why a message did not go. `detail` is the server's word for people, when it has one. */
export type Failure = { code: string; detail: string };

export type Outgoing = {
  /** Made when it was written; goes with every attempt. */
  key: string;
  text: string;
  attachments: VisitorAttachment[];
  claims: Claims | null;
  /** What of an offer it takes. */
  response?: NewResponse | undefined;
  /** The id of the message it answers. */
  quotes?: string | null;
  createdAt: string;
  /** Set when the server said no; such a message waits for the visitor's decision. */
  failure: Failure | null;
};

export type OutgoingState =
  | { at: 'waiting' }
  | { at: 'sending' }
  /** Stored by the server; the line is about to show it. */
  | { at: 'sent' }
  /** The server asked for patience until this moment. */
  | { at: 'delayed'; until: number }
  | { at: 'failed'; failure: Failure };

const PREFIX = 'out:';

/** One entry each, never one list: two tabs that write at once cannot overwrite each other. Names sort by time. */
const nameOf = (item: Outgoing): string => `${PREFIX}${item.createdAt}:${item.key}`;

export const keepOutgoing = (store: Store, item: Outgoing): void =>
  store.set(nameOf(item), JSON.stringify(item));

export const dropOutgoing = (store: Store, item: Outgoing): void => store.remove(nameOf(item));

export const isOutgoingName = (name: string): boolean => name.startsWith(PREFIX);

/** All that is kept, oldest first. */
export function readOutgoing(store: Store): Outgoing[] {
  return store.names(PREFIX).flatMap((name) => parse(store.get(name)) ?? []);
}

export const draftOf = ({
  key,
  text,
  attachments,
  claims,
  quotes,
  response,
}: Outgoing): MessageDraft => ({
  key,
  text,
  response,
  attachments: attachments.map(({ id }) => id),
  ...(claims && { claims }),
  ...(quotes && { quotes }),
});

function parse(kept: string | null): Outgoing | null {
  try {
    const item = JSON.parse(kept ?? 'null') as Outgoing | null;
    return item && typeof item.key === 'string' && typeof item.text === 'string' ? item : null;
  } catch {
    return null;
  }
}
