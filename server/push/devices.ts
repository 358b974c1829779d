/** The browsers in which an agent takes notices, at most one for each log-in. */
import { isIP } from 'node:net';
import { and, desc, eq, ne } from 'drizzle-orm';
import { isLive } from '../agents/sessions.ts';
import { sessions } from '../database/schema/agents.ts';
import { devices } from '../database/schema/push.ts';
import type { Actor } from '../events/actor.ts';
import { newId } from '../events/ids.ts';
import type { Scope } from '../events/scope.ts';
import { cleanName } from '../events/text.ts';
import { unlessTaken } from '../events/unless-taken.ts';
import { isPublicAddress } from '../guarded-fetch.ts';
import type { Device, NewDevice } from '../wire/devices.ts';
import { Refusal } from '../wire/problems.ts';
import { encrypt } from './encryption.ts';

export type DeviceRow = typeof devices.$inferSelect;

/** Of a device: the log-in that it goes with, as long as that lasts. */
export const ofLogIn = and(
  eq(sessions.workspaceId, devices.workspaceId),
  eq(sessions.tokenHash, devices.tokenHash),
  isLive,
);

/** The actor's own, the newest first. */
export async function listDevices(scope: Scope, actor: Actor): Promise<Device[]> {
  const rows = await ownDevices(scope, actor).orderBy(desc(devices.createdAt), desc(devices.id));
  return rows.map(({ device }) => present(device, actor));
}

/** The actor's browser takes notices from now on; the same again changes nothing. @throws Refusal forbidden, invalid, conflict */
export async function addDevice(scope: Scope, actor: Actor, added: NewDevice): Promise<Device> {
  const { endpoint, keys } = added;
  refuseUnusable(added);
  await refuseTokens(scope, actor);
  const { tx, workspaceId } = scope;
  // Whoever was logged in there before is told nothing any more.
  await tx
    .delete(devices)
    .where(
      and(here(scope), eq(devices.endpoint, endpoint), ne(devices.tokenHash, actor.credential)),
    );
  const values = { name: cleanName(added.name), endpoint, ...keys, problem: null };
  const insert = (inner: Scope) =>
    inner.tx
      .insert(devices)
      .values({ workspaceId, id: newId(), tokenHash: actor.credential, ...values })
      .onConflictDoUpdate({ target: [devices.workspaceId, devices.tokenHash], set: values })
      .returning();
  const [row] = await unlessTaken(scope, insert, 'Somebody else logs in with this browser.');
  if (!row) throw new Error('the device was not stored');
  return present(row, actor);
}

/** @throws Refusal not_found, also for other people's */
export async function removeDevice(scope: Scope, actor: Actor, id: string): Promise<void> {
  const { id: own } = await accessDevice(scope, actor, id);
  await scope.tx.delete(devices).where(and(here(scope), eq(devices.id, own)));
}

/** @throws Refusal not_found, also for other people's */
export async function accessDevice(scope: Scope, actor: Actor, id: string): Promise<DeviceRow> {
  const [row] = await ownDevices(scope, actor, id);
  if (row) return row.device;
  throw new Refusal('not_found', 'There is no such device.');
}

const ownDevices = (scope: Scope, { agentId }: Actor, id?: string) =>
  scope.tx
    .select({ device: devices })
    .from(devices)
    .innerJoin(sessions, ofLogIn)
    .where(
      and(
        here(scope),
        eq(sessions.agentId, agentId),
        id === undefined ? undefined : eq(devices.id, id),
      ),
    );

const here = ({ workspaceId }: Scope) => eq(devices.workspaceId, workspaceId);

function refuseUnusable({ endpoint, keys }: NewDevice): void {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : null;
  if (!url || !mayBeAsked(url)) {
    throw new Refusal('invalid', 'endpoint: the https address of a push service.');
  }
  try {
    encrypt('', keys);
  } catch {
    throw new Refusal('invalid', 'keys.p256dh: not the key of a browser.');
  }
}

/** Without encryption only in a network of the operator's own, which the guard lets nobody into unless it was opened. */
function mayBeAsked({ protocol, hostname }: URL): boolean {
  if (protocol === 'https:') return true;
  return protocol === 'http:' && isIP(hostname) > 0 && !isPublicAddress(hostname);
}

async function refuseTokens(scope: Scope, { credential }: Actor): Promise<void> {
  const [session] = await scope.tx
    .select({ agentId: sessions.agentId })
    .from(sessions)
    .where(and(eq(sessions.workspaceId, scope.workspaceId), eq(sessions.tokenHash, credential)))
    .for('key share');
  if (session) return;
  throw new Refusal('forbidden', 'A device goes with a log-in; a token has none.');
}

function present(row: DeviceRow, { credential }: Actor): Device {
  const { id, name, createdAt, pushedAt, problem, tokenHash } = row;
  return {
    ...{ id, name, problem },
    current: tokenHash === credential,
    createdAt: createdAt.toISOString(),
    pushedAt: pushedAt?.toISOString() ?? null,
  };
}
