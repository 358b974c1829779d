import { chmod, chown, stat } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { EmbeddedPostgresError } from './error.ts';
import { run, succeeds, type User } from './run.ts';

/** Who Postgres runs as: another user, or this one behind a `prefix` that hides that it is root. */
export type Identity = { user: User; prefix: readonly string[] };

export type Place = { dataDir: string; clusterDir: string };

const SYSTEM_USERS = ['postgres', '_postgres', 'nobody'];
const NAMESPACE = ['unshare', '--user', '--map-user=65534', '--map-group=65534', '--'];

/**
 * Chooses who Postgres runs as. It refuses root, so root steps down: to the owner of the cluster
 * or of the data directory, else to a system user, else into a user namespace where root is nobody.
 * `postgres` is the command that starts the server program.
 */
export async function chooseIdentity(place: Place, postgres: readonly string[]): Promise<Identity> {
  const owner = await ownerOf(place.clusterDir);
  if (process.getuid?.() !== 0) return ownIdentity(place, postgres, owner);
  for (const user of await candidates(place, owner)) {
    if (await canServe(user, place.dataDir, postgres)) return { user, prefix: [] };
  }
  // What such a server writes belongs to root, so it can only carry on with root's cluster.
  const fits = owner === undefined || owner.uid === 0;
  if (fits && (await namespaceWorks(postgres))) return { user: undefined, prefix: NAMESPACE };
  throw new EmbeddedPostgresError(
    `The embedded database cannot run as root with its data in ${place.dataDir}: ` +
      'run as another user, use a folder that other users can reach, or set DATABASE_URL.',
  );
}

async function ownIdentity(
  place: Place,
  postgres: readonly string[],
  owner: User,
): Promise<Identity> {
  if (owner !== undefined && owner.uid !== process.getuid?.()) {
    throw new EmbeddedPostgresError(
      `The database files in ${place.clusterDir} belong to user ${owner.uid}: ` +
        'run as that user or as root.',
    );
  }
  if (hasUserName()) return { user: undefined, prefix: [] };
  // A container started with a bare user id: initdb insists on a name.
  if (await namespaceWorks(postgres)) return { user: undefined, prefix: NAMESPACE };
  throw new EmbeddedPostgresError(
    `The embedded database needs a user with a name: give user ${process.getuid?.()} an entry ` +
      'in /etc/passwd, run as another user, or set DATABASE_URL.',
  );
}

async function candidates(place: Place, owner: User): Promise<User[]> {
  if (owner !== undefined) return owner.uid === 0 ? [] : [owner];
  const found: User[] = [];
  const host = await ownerOf(place.dataDir);
  const isNamed = host && host.uid !== 0 && (await succeeds(['id', '-un', String(host.uid)]));
  if (isNamed) found.push(host);
  for (const name of SYSTEM_USERS) {
    const user = await systemUser(name);
    if (user !== undefined) found.push(user);
  }
  return found;
}

async function canServe(
  user: User,
  dataDir: string,
  postgres: readonly string[],
): Promise<boolean> {
  if (!(await canEnter(user, dataDir)) && !(await letIn(user, dataDir))) return false;
  return succeeds([...postgres, '-V'], user);
}

/** Whether a user can reach what is in a folder. */
export async function canEnter(user: User, folder: string): Promise<boolean> {
  return succeeds(['test', '-x', folder], user);
}

/**
 * Lets the user pass through root's own private folder: pass, not list or change, since the
 * application keeps its secrets there as well.
 */
async function letIn(user: User, dataDir: string): Promise<boolean> {
  const { uid, gid, mode } = await stat(dataDir);
  if (user === undefined || uid !== 0 || (mode & 0o077) !== 0) return false;
  try {
    await chown(dataDir, 0, user.gid);
    await chmod(dataDir, 0o710);
    if (await canEnter(user, dataDir)) return true;
    await chown(dataDir, 0, gid);
    await chmod(dataDir, mode & 0o7777);
  } catch {
    // A container may have root and no other user, or a disk without owners.
  }
  return false;
}

async function namespaceWorks(postgres: readonly string[]): Promise<boolean> {
  return succeeds([...NAMESPACE, ...postgres, '-V']);
}

async function ownerOf(folder: string): Promise<User> {
  const info = await stat(folder).catch(() => undefined);
  return info && { uid: info.uid, gid: info.gid };
}

async function systemUser(name: string): Promise<User> {
  const uid = await run(['id', '-u', name]);
  const gid = await run(['id', '-g', name]);
  if (uid.code !== 0 || gid.code !== 0) return undefined;
  const user = { uid: Number(uid.output), gid: Number(gid.output) };
  const isUsable = user.uid < 2 ** 31 && user.gid < 2 ** 31; // nobody of macOS is -2
  return isUsable ? user : undefined;
}

function hasUserName(): boolean {
  try {
    return userInfo().username !== '';
  } catch {
    return false;
  }
}
