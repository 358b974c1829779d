/** Who may be written to. A no stands until the person, or the platform for them, says otherwise. */
import { and, desc, eq, inArray } from 'drizzle-orm';
import type { InboundConsent } from '../../adapters/message.ts';
import { arraysOf } from '../database/many.ts';
import { Columns, preparedLists } from '../database/prepared.ts';
import { consents } from '../database/schema/channels.ts';
import { identities } from '../database/schema/contacts.ts';
import { threads } from '../database/schema/conversations.ts';
import { messages } from '../database/schema/messages.ts';
import type { Scope } from '../events/scope.ts';
import { clean } from '../events/text.ts';

/**
 * Writes down what a platform says about an address. What refers to a message of ours is believed only when that
 * message went there: anybody can make up a report about somebody else.
 * @returns whether it was believed
 */
export async function receiveConsent(
  scope: Scope,
  channelId: string,
  event: InboundConsent,
): Promise<boolean> {
  const sent = event.aboutExternalId;
  if (sent !== undefined && !(await wentTo(scope, channelId, sent, event.who.value))) {
    return false;
  }
  await noteConsent(scope, channelId, event);
  return true;
}

/** From now on they may, or may no longer, be written to on that channel. */
export async function noteConsent(
  scope: Scope,
  channelId: string,
  event: Pick<InboundConsent, 'who' | 'allowed' | 'about' | 'reason'>,
): Promise<void> {
  const { allowed, about = 'everything' } = event;
  const reason = clean(event.reason);
  const at = new Date();
  await scope.tx
    .insert(consents)
    .values({ workspaceId: scope.workspaceId, channelId, ...event.who, about, allowed, reason, at })
    .onConflictDoUpdate({
      target: [
        consents.workspaceId,
        consents.channelId,
        consents.kind,
        consents.scope,
        consents.value,
        consents.about,
      ],
      set: { allowed, reason, at },
    });
}

type Asked = { kind: string; scope: string; values: string[]; marketing?: boolean };

/**
 * Of some addresses of one kind, those that must not be written to on a channel, and why. `scope`: where their values
 * are unique, as in an identity; what somebody said to one page or number is no word about the same value elsewhere.
 * Whoever only wants no advertising is blocked only where it is `marketing`.
 */
export async function unwillingAmong(
  scope: Scope,
  channelId: string,
  { kind, scope: within, values, marketing = false }: Asked,
): Promise<Map<string, string>> {
  if (values.length === 0) return new Map();
  const rows = await scope.tx
    .select({ value: consents.value, reason: consents.reason })
    .from(consents)
    .where(
      and(
        eq(consents.workspaceId, scope.workspaceId),
        eq(consents.channelId, channelId),
        eq(consents.kind, kind),
        eq(consents.scope, within),
        inArray(consents.value, values),
        eq(consents.allowed, false),
        marketing ? undefined : eq(consents.about, 'everything'),
      ),
    )
    // Who wants nothing at all says more than who wants no advertising: the later entry stays.
    .orderBy(desc(consents.about));
  return new Map(rows.map(({ value, reason }) => [value, reason]));
}

/** One address on one channel. */
export type Reach = { channelId: string; kind: string; scope: string; value: string };

const COLUMNS = new Columns({ consent: consents });

const REFUSALS = `
  select ${COLUMNS.list} from consents as consent
  where consent.workspace_id = $1 and not consent.allowed
    and (consent.channel_id, consent.kind, consent.scope, consent.value) in (
      select * from unnest($2::uuid[], $3::text[], $4::text[], $5::text[]))`;

/** What was said no to, by whom of some on which channel; those who want all of it are not among them. */
export async function refusalsOf({ tx, workspaceId }: Scope, asked: readonly Reach[]) {
  const values = arraysOf(['channelId', 'kind', 'scope', 'value'], asked);
  const found = await preparedLists(tx, REFUSALS, [workspaceId, ...values]).execute();
  return found.map((one) => COLUMNS.read(one).row.consent);
}

async function wentTo(
  scope: Scope,
  channelId: string,
  externalId: string,
  address: string,
): Promise<boolean> {
  const [sent] = await scope.tx
    .select({ recipients: messages.recipients, value: identities.value })
    .from(messages)
    .innerJoin(
      threads,
      and(eq(threads.workspaceId, messages.workspaceId), eq(threads.id, messages.threadId)),
    )
    .innerJoin(
      identities,
      and(eq(identities.workspaceId, messages.workspaceId), eq(identities.id, threads.identityId)),
    )
    .where(
      and(
        eq(messages.workspaceId, scope.workspaceId),
        eq(messages.channelId, channelId),
        eq(messages.direction, 'out'),
        eq(messages.externalId, externalId),
      ),
    );
  if (!sent) return false;
  const { to, cc, bcc } = sent.recipients ?? { to: [], cc: [], bcc: [] };
  const named = [...to, ...cc, ...bcc].map((one) => one.address.toLowerCase());
  return [sent.value, ...named].includes(address);
}
