/** Whether those a message goes to want to hear from us. */
import type { Capabilities } from '../../adapters/capabilities.ts';
import { unwillingAmong } from '../contacts/consents.ts';
import type { IdentityRow } from '../contacts/identities.ts';
import type { Scope } from '../events/scope.ts';
import type { Recipients } from '../wire/addressing.ts';
import { canonical } from './recipients.ts';

/** Where a message goes: to the recipients, or to whoever the thread belongs to. */
export type Ends = {
  channelId: string;
  capabilities: Pick<Capabilities, 'addressing'>;
  identity: Pick<IdentityRow, 'kind' | 'scope' | 'value' | 'raw'>;
  recipients: Recipients | null;
  /** It advertises; left out: it does not. */
  marketing?: boolean;
};

/** The first of them who must not be written to on this channel, and why; null when all may be. */
export async function firstUnwilling(
  scope: Scope,
  { channelId, capabilities, identity, recipients, marketing = false }: Ends,
): Promise<{ address: string; reason: string } | null> {
  const { kind, scope: within, value } = identity;
  const { addressing } = capabilities;
  const ends =
    addressing && recipients
      ? { kind: addressing.kind, scope: '', values: everybody(recipients) }
      : { kind, scope: within, values: [value] };
  const [blocked] = await unwillingAmong(scope, channelId, { ...ends, marketing });
  if (!blocked) return null;
  const [address, reason] = blocked;
  return { address: address === identity.value ? identity.raw : address, reason };
}

const everybody = ({ to, cc, bcc }: Recipients): string[] =>
  [...to, ...cc, ...bcc].map(({ address }) => canonical(address));
