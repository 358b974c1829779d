import { isAdmin } from '../session/session.ts';
import { live } from '../store/live.ts';
import { names } from '../words/format.ts';
import { words } from '../words/words.ts';

/** Why an action for admins cannot be done, and who can; null for admins. */
export function adminOnly(): string | null {
  if (isAdmin.value) return null;
  const agents = live.value?.directory.agents.value ?? [];
  const admins = agents.filter(({ role, removedAt }) => role === 'admin' && removedAt === null);
  if (admins.length === 0) return words.value.common.errors.forbidden;
  return words.value.settings.people.adminsOnly(names(admins.map(({ name }) => name)));
}
