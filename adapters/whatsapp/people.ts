/**
 * Who somebody is on WhatsApp. The id that counts is the business-scoped one; the phone number is
 * missing where the person goes by a user name. An id changes with its person's number, which the
 * platform tells: the old one becomes an alias.
 */
import type { Settings } from '../adapter.ts';
import type { IdentityClaim } from '../message.ts';
import { canonicalPhone } from '../phone.ts';
import type { Contact } from './shapes.ts';

/** The ids of a person in one place of a payload. */
export type Ids = {
  phone?: string | null | undefined;
  userId?: string | null | undefined;
  parentId?: string | null | undefined;
};

type Alias = NonNullable<IdentityClaim['aliases']>[number];

/** Their ids are unique within a business portfolio, of which an account is a part. */
const scopeOf = (settings: Settings): string =>
  settings['businessId'] || (settings['accountId'] ?? '');

/** A value, where it stands for somebody; null when there is no id at all. */
export function addressOf(ids: Ids, settings: Settings): Alias | null {
  if (ids.userId) return { kind: 'whatsapp-user', scope: scopeOf(settings), value: ids.userId };
  if (!ids.phone) return null;
  return { kind: 'phone', scope: '', value: canonicalPhone(ids.phone), raw: ids.phone };
}

/**
 * The person behind some ids, with what else the platform vouches for: further ids in the payload,
 * and those they had `before`. null when the payload names nobody.
 */
export function personOf(
  ids: Ids,
  settings: Settings,
  contacts: readonly Contact[] = [],
  before: readonly Ids[] = [],
): IdentityClaim | null {
  const known = contacts.find((one) => isOf(one, ids)) ?? null;
  const all: Ids = {
    phone: ids.phone ?? known?.wa_id,
    userId: ids.userId ?? known?.user_id,
    parentId: ids.parentId ?? known?.parent_user_id,
  };
  const address = addressOf(all, settings);
  if (!address) return null;
  const others = [{ phone: all.phone }, { userId: all.parentId }, ...before]
    .map((one) => addressOf(one, settings))
    .filter((one) => one !== null)
    .filter(({ kind, value }) => kind !== address.kind || value !== address.value);
  const name = known?.profile?.name || known?.profile?.username;
  return {
    ...address,
    verified: true,
    ...(name && { name }),
    ...(others.length > 0 && { aliases: others }),
  };
}

function isOf(contact: Contact, { phone, userId }: Ids): boolean {
  const same = (one?: string | null, other?: string | null) => Boolean(one) && one === other;
  return same(contact.user_id, userId) || same(contact.wa_id, phone);
}
