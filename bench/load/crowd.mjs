/**
 * Many live connections held by one small process: `node crowd.mjs '<JSON>'`. It speaks Socket.IO's wire on plain sockets and
 * comes back, as the widget does, after waits that grow and are never the same for two.
 *
 * Asked: { url, namespace, query, count, perSecond, auths | visitorsOf: channel id }. Tells five times a second, one JSON
 * line each: { open: let in and there, heard: packets, lost: connections that ended, tries, refused, away: ms each loss
 * took }. Standard input: `{"name": "pause", "count": n}` stops reading on that many, `{"name": "send", "count": n,
 * "packet": [...]}` asks on that many.
 */
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

const asked = JSON.parse(process.argv[2] ?? '{}');
const { hostname, port } = new URL(asked.url);
const SHORTEST_MS = 500;
const LONGEST_MS = 10_000;
const state = { open: 0, heard: 0, lost: 0, tries: 0, refused: 0, away: [] };
const crowd = [];

/** The frame that begins here; null when it has not come whole. */
function frameAt(bytes, at) {
  if (bytes.length < at + 2) return null;
  const short = bytes[at + 1] & 127;
  const from = at + (short === 126 ? 4 : short === 127 ? 10 : 2);
  if (bytes.length < from) return null;
  const sizes = { 126: () => bytes.readUInt16BE(at + 2), 127: () => bytes.readUInt32BE(at + 6) };
  const to = from + (sizes[short]?.() ?? short);
  return bytes.length < to ? null : { isText: (bytes[at] & 15) === 1, from, to };
}

class One {
  constructor(auth) {
    this.auth = auth;
    this.failures = 0;
    this.lostAt = null;
    this.moving = false;
    this.dial();
  }

  dial() {
    state.tries++;
    this.rest = Buffer.alloc(0);
    this.opened = false;
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    this.socket = socket;
    socket.on('connect', () => {
      const address = `/socket.io/?EIO=4&transport=websocket${asked.query ?? ''}`;
      socket.write(
        `GET ${address} HTTP/1.1\r\nhost: ${hostname}:${port}\r\nconnection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`,
      );
    });
    let head = false;
    socket.on('data', (chunk) => {
      let bytes = this.rest.length > 0 ? Buffer.concat([this.rest, chunk]) : chunk;
      if (!head) {
        const end = bytes.indexOf('\r\n\r\n');
        if (end < 0) {
          this.rest = bytes;
          return;
        }
        head = true;
        bytes = bytes.subarray(end + 4);
      }
      this.rest = this.read(bytes);
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      if (this.opened) {
        state.open--;
        state.lost++;
      }
      this.lostAt ??= performance.now();
      const ceiling = Math.min(LONGEST_MS, SHORTEST_MS * 2 ** this.failures++);
      const wait = this.moving ? 0 : ceiling * (0.5 + Math.random());
      this.moving = false;
      setTimeout(() => this.dial(), wait);
    });
  }

  /** Frames of text, whole ones. @returns what is left */
  read(bytes) {
    let at = 0;
    for (let next = frameAt(bytes, at); next; next = frameAt(bytes, at)) {
      const { isText, from, to } = next;
      if (isText) this.hear(bytes.toString('utf8', from, Math.min(to, from + 64)));
      at = to;
    }
    // A copy: else each of many keeps a whole chunk for a few bytes.
    return Buffer.from(bytes.subarray(at));
  }

  hear(text) {
    if (text === '2') this.say('3');
    else if (text[0] === '0') this.say(`40${asked.namespace},${JSON.stringify(this.auth)}`);
    else if (text.startsWith('42') || text.startsWith('43')) this.hearPacket(text);
    else if (text.startsWith('40')) {
      this.enter();
    } else if (text.startsWith('44')) {
      state.refused++;
      this.socket.destroy();
    }
  }

  enter() {
    this.opened = true;
    this.failures = 0;
    state.open++;
    if (this.lostAt !== null) state.away.push(Math.round(performance.now() - this.lostAt));
    this.lostAt = null;
  }

  /** Asked to move elsewhere: within the time named, and until then it is served. */
  hearPacket(text) {
    state.heard++;
    const within = /"goodbye",\{"within":(\d+)/.exec(text)?.[1];
    if (!within) return;
    const { socket } = this;
    setTimeout(() => {
      this.moving = true;
      socket.destroy();
    }, Math.random() * Number(within));
  }

  ask(packet) {
    this.say(`42${asked.namespace},1${JSON.stringify(packet)}`);
  }

  /** A text frame; a mask of zeros is a mask. */
  say(text) {
    const body = Buffer.from(text);
    const size =
      body.length < 126 ? [128 | body.length] : [254, body.length >> 8, body.length & 255];
    this.socket.write(Buffer.concat([Buffer.from([129, ...size, 0, 0, 0, 0]), body]));
  }
}

async function authOf(n) {
  if (!asked.visitorsOf) return asked.auths[n % asked.auths.length];
  const path = `/widget/v1/${asked.visitorsOf}/session`;
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(asked.url + path, { method: 'POST', body: '{}', headers });
  return { channelId: asked.visitorsOf, token: (await answer.json()).token };
}

createInterface({ input: process.stdin }).on('line', (line) => {
  const { name, count, packet } = JSON.parse(line);
  for (const one of crowd.slice(0, count)) {
    if (name === 'pause') one.socket.pause();
    else one.ask(packet);
  }
});
setInterval(() => process.stdout.write(`${JSON.stringify(state)}\n`), 200);
const began = performance.now();
for (let n = 0; n < asked.count; n++) {
  crowd.push(new One(await authOf(n)));
  const early = (n / asked.perSecond) * 1000 - (performance.now() - began);
  if (early > 1) await new Promise((resolve) => setTimeout(resolve, early));
}
