/** The key pair by which push services know a workspace: made once, sealed by the vault. */
import { eq } from 'drizzle-orm';
import type { Vault } from '../channels/settings.ts';
import { devices, pushKeys } from '../database/schema/push.ts';
import type { Scope } from '../events/scope.ts';
import { makeKeys, type PushKeys } from './vapid.ts';

/** The workspace's keys. Its browsers subscribe with them, so they stay. */
export async function keysOf(scope: Scope, vault: Vault): Promise<PushKeys> {
  const known = await readKeys(scope, vault);
  if (known) return known;
  await insertKeys(scope, vault);
  // Of two that make some at once, the first one's are kept.
  const kept = await readKeys(scope, vault);
  if (kept) return kept;
  throw new Error('the keys were not kept');
}

async function readKeys(scope: Scope, vault: Vault): Promise<PushKeys | null> {
  const [row] = await scope.tx.select().from(pushKeys).where(here(scope));
  if (!row) return null;
  const sealed = openKeys(scope, vault, row.sealed);
  if (sealed) return { publicKey: row.publicKey, privateKey: JSON.parse(sealed) };
  // Sealed with a key that is lost: what was subscribed with it cannot be reached any more, and subscribes anew.
  await scope.tx.delete(devices).where(eq(devices.workspaceId, scope.workspaceId));
  await scope.tx.delete(pushKeys).where(here(scope));
  return null;
}

function openKeys({ workspaceId }: Scope, vault: Vault, sealed: Uint8Array): string | undefined {
  try {
    return vault.open(sealed, { workspaceId, of: 'push' })['privateKey'];
  } catch {
    return undefined;
  }
}

async function insertKeys({ tx, workspaceId }: Scope, vault: Vault): Promise<void> {
  const { publicKey, privateKey } = makeKeys();
  const secrets = { privateKey: JSON.stringify(privateKey) };
  const sealed = vault.seal(secrets, { workspaceId, of: 'push' });
  await tx.insert(pushKeys).values({ workspaceId, publicKey, sealed }).onConflictDoNothing();
}

const here = ({ workspaceId }: Scope) => eq(pushKeys.workspaceId, workspaceId);
