/** A real mail server of its own: Dovecot on loopback, any user name, one password. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { ImapFlow } from 'imapflow';
import { findProgram } from '../tools/install.ts';
import { until } from './until.ts';

export const PASSWORD = 'the-same-for-every-mailbox';

/** What its certificate is for; nobody has signed it but itself. */
export const CERTIFIED_NAME = 'mail.example.com';

const PACKAGES = ['dovecot-core', 'dovecot-imapd'];

/** Dovecot gives mailboxes to no root: as root, they belong to nobody. */
const isRoot = process.getuid?.() === 0;
const owner = isRoot
  ? { name: 'nobody', group: 'nogroup', uid: 65_534, gid: 65_534 }
  : {
      ...userInfo(),
      name: userInfo().username,
      group: execFileSync(findProgram(['id'], ['coreutils']), ['-gn'])
        .toString()
        .trim(),
    };

export class Dovecot {
  /** Without encryption, or with STARTTLS. */
  readonly port: number;
  readonly tlsPort: number;
  /** PEM. */
  readonly certificate: string;
  readonly #folder: string;
  readonly #process: ChildProcess;
  #delivered = 0;
  #renumbered = 0;

  private constructor(
    [port, tlsPort]: [number, number],
    {
      folder,
      process,
      certificate,
    }: { folder: string; process: ChildProcess; certificate: string },
  ) {
    this.port = port;
    this.tlsPort = tlsPort;
    this.certificate = certificate;
    this.#folder = folder;
    this.#process = process;
  }

  static async start(): Promise<Dovecot> {
    const program = findProgram(['dovecot'], PACKAGES);
    const folder = await fs.mkdtemp(path.join(tmpdir(), 'interline-dovecot-'));
    await fs.chmod(folder, 0o755);
    await makeOwned(path.join(folder, 'mail'));
    const certificate = await certify(folder);
    const ports: [number, number] = [await freePort(), await freePort()];
    const file = path.join(folder, 'dovecot.conf');
    await fs.writeFile(file, configuration(folder, ports));
    const process = spawn(program, ['-F', '-c', file], { stdio: 'ignore' });
    await until(() => answers(ports[0]), 15_000);
    return new Dovecot(ports, { folder, process, certificate });
  }

  async stop(): Promise<void> {
    const ended = once(this.#process, 'exit');
    this.#process.kill();
    await ended;
    await fs.rm(this.#folder, { recursive: true });
  }

  /** Puts a raw mail into a user's inbox as a local delivery does, without the server's help. */
  async deliver(user: string, raw: string | Buffer, receivedAt = new Date()): Promise<void> {
    const inbox = await this.#inbox(user);
    this.#delivered += 1;
    // Dovecot numbers by name what it finds together.
    const name = `${String(1_700_000_000 + this.#delivered)}.M${this.#delivered}.test`;
    const written = path.join(inbox, 'tmp', name);
    await fs.writeFile(written, raw, { mode: 0o644 });
    if (isRoot) await fs.chown(written, owner.uid, owner.gid);
    await fs.utimes(written, receivedAt, receivedAt);
    await fs.rename(written, path.join(inbox, 'new', name));
  }

  /** Forgets all numbers of an inbox: who opens it next finds another UIDVALIDITY. */
  async renumber(user: string): Promise<void> {
    const inbox = await this.#inbox(user);
    const files = await fs.readdir(inbox);
    const indexes = files.filter((name) => name.startsWith('dovecot.index'));
    await Promise.all(indexes.map((name) => fs.rm(path.join(inbox, name))));
    this.#renumbered += 1;
    // Left to itself, Dovecot takes the second it is in, which may be the one it had.
    const validity = Math.floor(Date.now() / 1000) + 1_000 * this.#renumbered;
    const list = path.join(inbox, 'dovecot-uidlist');
    await fs.writeFile(list, `3 V${validity} N1 G${randomBytes(16).toString('hex')}\n`);
  }

  /** Somebody else with the same mailbox open; whoever asks closes it. */
  async client(user: string, port = this.port): Promise<ImapFlow> {
    const auth = { user, pass: PASSWORD };
    const options = { host: '127.0.0.1', port, doSTARTTLS: false, auth };
    const client = new ImapFlow({ ...options, logger: false });
    client.on('error', () => {});
    await client.connect();
    return client;
  }

  async #inbox(user: string): Promise<string> {
    const inbox = path.join(this.#folder, 'mail', user);
    for (const folder of ['', 'tmp', 'new', 'cur']) await makeOwned(path.join(inbox, folder));
    return inbox;
  }
}

async function makeOwned(folder: string): Promise<void> {
  await fs.mkdir(folder, { recursive: true });
  if (isRoot) await fs.chown(folder, owner.uid, owner.gid);
}

/** Signed by itself, into `certificate.pem` with its `key.pem`. @returns the certificate */
export async function certify(folder: string, whose = CERTIFIED_NAME): Promise<string> {
  const [key, certificate] = [path.join(folder, 'key.pem'), path.join(folder, 'certificate.pem')];
  const openssl = findProgram(['openssl'], ['openssl']);
  const request = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];
  const name = ['-subj', `/CN=${whose}`, '-addext', `subjectAltName=DNS:${whose}`];
  const files = ['-nodes', '-days', '2', '-keyout', key, '-out', certificate];
  execFileSync(openssl, [...request, ...name, ...files], { stdio: 'pipe' });
  return fs.readFile(certificate, 'utf8');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('data', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
    socket.once('data', () => socket.destroy());
  });
}

/** Refused log-ins are answered at once: the pause that wards off guessing is not tested here. */
function configuration(folder: string, [port, tlsPort]: [number, number]): string {
  return `
base_dir = ${folder}/run
state_dir = ${folder}/run
log_path = ${folder}/log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <${folder}/certificate.pem
ssl_key = <${folder}/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2
auth_failure_delay = 0
mail_location = maildir:${folder}/mail/%u
mail_uid = ${owner.uid}
mail_gid = ${owner.gid}
first_valid_uid = 1
mail_max_userip_connections = 0
default_internal_user = ${owner.name}
default_login_user = ${owner.name}
default_internal_group = ${owner.group}
namespace inbox {
  inbox = yes
}
passdb {
  driver = static
  args = password=${PASSWORD}
}
userdb {
  driver = static
  args = uid=${owner.uid} gid=${owner.gid} home=${folder}/mail/%u
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = ${tlsPort}
  }
}
service anvil {
  chroot =
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service stats {
  chroot =
}
`;
}
